"""The dead letters as they stand: listed, found by their id, replayed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError

from pipeline.dead_letters.letter import without_value
from pipeline.dead_letters.replaying import no_replay
from pipeline.dead_letters.topic import read_topic
from pipeline.kafka import producer_options
from pipeline.settings import Settings
from schemas.dead_letter import DeadLetter
from schemas.errors import Fatal, Retry
from schemas.halt import Halt
from schemas.topics import DEAD_LETTERS, HALTS

CONFIRM_SECONDS = 30
_GOODBYE_SECONDS = 1


def read_dead_letters(settings: Settings) -> list[DeadLetter]:
    """Every dead letter on the topic, the oldest first, each as it stands now.

    Raises:
        Retry: when the broker is away.
    """
    letters: dict[str, DeadLetter] = {}
    for record in read_topic(settings, DEAD_LETTERS.name):
        letter = DeadLetter.from_bytes(record.value)
        letters[str(letter.dead_letter_id)] = letter
    return sorted(letters.values(), key=lambda letter: letter.failed_at)


def find(letters: Sequence[DeadLetter], prefix: str) -> DeadLetter:
    """The one letter whose id begins with `prefix`.

    Raises:
        Fatal: when there is none, or more than one.
    """
    found = [letter for letter in letters if str(letter.dead_letter_id).startswith(prefix)]
    if not found:
        raise Fatal(f"no dead letter begins with {prefix}")
    if len(found) > 1:
        raise Fatal(f"{len(found)} dead letters begin with {prefix}")
    return found[0]


class DeadLetterWriter:
    """Writes to the dead-letters topic and back to the topics that letters came from.

    Args:
        settings: where the broker is.
        patience_seconds: how long to wait for the broker to take a message, or to confirm it.

    Raises:
        Retry: when the broker is away.
    """

    def __init__(self, settings: Settings, patience_seconds: float = CONFIRM_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        options = producer_options(settings, DEAD_LETTERS)
        try:
            self._producer = KafkaProducer(**options, max_block_ms=round(patience_seconds * 1000))
        except KafkaError as error:
            raise Retry(f"Kafka is away at {settings.kafka_bootstrap}: {error}") from error

    def write(self, letters: Iterable[DeadLetter]) -> None:
        """Write the letters and wait until the broker confirmed each.

        One that is too large is written without its value.

        Raises:
            Retry: when one was not confirmed; writing all again is harmless.
            Fatal: the broker does not even take one without its value.
        """
        too_large = self._write(letters)
        if lost := self._write(map(without_value, too_large)):
            raise Fatal(
                f"{DEAD_LETTERS.name}: too large without its value: {lost[0].failure.message}"
            )

    def write_halt(self, halt: Halt) -> None:
        """Write the halt and wait until the broker confirmed it.

        Raises:
            Retry: when it was not confirmed.
        """
        with _confirming():
            sent = self._producer.send(HALTS.name, key=halt.group.encode(), value=halt.to_bytes())
            sent.get(timeout=self._patience_seconds)

    def replay(self, letters: Iterable[DeadLetter]) -> int:
        """Put the original bytes back on their topic, under their key; mark each as replayed.

        The event keeps its event_id, so one that did get through is not counted twice. Returns
        how many were replayed.

        Raises:
            Retry: when one was not confirmed; replaying all again is harmless.
            Fatal: some cannot be replayed, and were not; all others were.
        """
        count = 0
        left: list[str] = []
        for letter in letters:
            if why_not := self._refused_again(letter):
                left.append(f"{str(letter.dead_letter_id)[:8]} ({why_not})")
            else:
                self.write([letter.but(replayed_at=datetime.now(UTC))])
                count += 1
        if left:
            raise Fatal(f"{count} replayed; these cannot be: {', '.join(left)}")
        return count

    def close(self) -> None:
        """Disconnect. What the broker has not confirmed by now was told to the caller."""
        with suppress(KafkaError):
            self._producer.close(timeout=_GOODBYE_SECONDS)

    def _write(self, letters: Iterable[DeadLetter]) -> list[DeadLetter]:
        """Write the letters. Returned are those that are too large; all others are confirmed."""
        sent, too_large = [], []
        with _confirming():
            for letter in letters:
                key, value = str(letter.dead_letter_id).encode(), letter.to_bytes()
                try:
                    sent.append((letter, self._producer.send(DEAD_LETTERS.name, value, key)))
                except MessageSizeTooLargeError:
                    too_large.append(letter)
            for letter, future in sent:
                try:
                    future.get(timeout=self._patience_seconds)
                except MessageSizeTooLargeError:
                    too_large.append(letter)
        return too_large

    def _refused_again(self, letter: DeadLetter) -> str | None:
        """Put the message back on its topic, or say why that cannot be."""
        if why_not := no_replay(letter):
            return why_not
        value = None if letter.value is None else letter.value_bytes
        headers = [(name, text.encode()) for name, text in letter.headers.items()]
        with _confirming():
            try:
                self._producer.send(letter.topic, value, letter.key_bytes, headers).get(
                    timeout=self._patience_seconds
                )
            except MessageSizeTooLargeError:
                return f"too large for {letter.topic}"
        return None


@contextmanager
def _confirming() -> Iterator[None]:
    """Sending, too, raises when the broker is away: the topic is not known, the buffer is full."""
    try:
        yield
    except KafkaError as error:
        raise Retry(f"the broker did not confirm a dead letter: {error}") from error
