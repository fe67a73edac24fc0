"""The dead letters as they stand: listed, found by their id, replayed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from kafka import KafkaProducer
from kafka.errors import KafkaError

from pipeline.dead_letters.topic import read_topic
from pipeline.kafka import producer_options
from pipeline.settings import Settings
from schemas.dead_letter import DeadLetter
from schemas.errors import Fatal, Retry
from schemas.halt import Halt
from schemas.topics import DEAD_LETTERS, HALTS

CONFIRM_SECONDS = 30


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

    Raises:
        Retry: when the broker is away.
    """

    def __init__(self, settings: Settings) -> None:
        try:
            self._producer = KafkaProducer(**producer_options(settings, DEAD_LETTERS))
        except KafkaError as error:
            raise Retry(f"Kafka is away at {settings.kafka_bootstrap}: {error}") from error

    def write(self, letters: Iterable[DeadLetter]) -> None:
        """Write the letters and wait until the broker confirmed each.

        Raises:
            Retry: when one was not confirmed; writing all again is harmless.
        """
        self._confirmed(
            [
                self._producer.send(
                    DEAD_LETTERS.name,
                    key=str(letter.dead_letter_id).encode(),
                    value=letter.to_bytes(),
                )
                for letter in letters
            ]
        )

    def write_halt(self, halt: Halt) -> None:
        """Write the halt and wait until the broker confirmed it.

        Raises:
            Retry: when it was not confirmed.
        """
        sent = self._producer.send(HALTS.name, key=halt.group.encode(), value=halt.to_bytes())
        self._confirmed([sent])

    def replay(self, letters: Iterable[DeadLetter]) -> int:
        """Put the original bytes back on their topic, under their key; mark each as replayed.

        The event keeps its event_id, so one that did get through is not counted twice. Returns
        how many were replayed.
        """
        count = 0
        for letter in letters:
            headers = [(name, value.encode()) for name, value in letter.headers.items()]
            sent = self._producer.send(
                letter.topic, key=letter.key_bytes, value=letter.value_bytes, headers=headers
            )
            self._confirmed([sent])
            self.write([letter.but(replayed_at=datetime.now(UTC))])
            count += 1
        return count

    def close(self) -> None:
        self._producer.close()

    def _confirmed(self, sent: list[object]) -> None:
        try:
            for future in sent:
                future.get(timeout=CONFIRM_SECONDS)  # type: ignore[attr-defined]
        except KafkaError as error:
            raise Retry(f"the broker did not confirm a dead letter: {error}") from error
