"""Counting the dead letters that wait, and going on from there at the next look."""

import time
from collections import Counter

import orjson
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from pipeline.dead_letters.topic import at_end
from pipeline.kafka import COMMAND_PATIENCE_SECONDS, consumer_options
from pipeline.settings import Settings
from pipeline.status.look import Letters
from schemas.errors import Retry
from schemas.topics import DEAD_LETTERS

POLL_MILLISECONDS = 50


class LetterCount:
    """Follows the dead-letters topic. Of each letter it keeps the id and the step.

    Raises:
        Retry: the broker is away. The same goes for every method.
    """

    def __init__(self, settings: Settings, topic: str = DEAD_LETTERS.name) -> None:
        self._waiting: dict[str, str] = {}
        try:
            self._consumer = KafkaConsumer(
                **consumer_options(settings),
                bootstrap_timeout_ms=COMMAND_PATIENCE_SECONDS * 1000,
                fetch_max_wait_ms=10,
            )
            numbers = self._consumer.partitions_for_topic(topic) or ()
            self._partitions = [TopicPartition(topic, number) for number in numbers]
            self._consumer.assign(self._partitions)
            self._consumer.seek_to_beginning(*self._partitions)
        except KafkaError as error:
            raise Retry(f"Kafka is away at {settings.kafka_bootstrap}: {error}") from error

    def letters(self, patience_seconds: float) -> Letters:
        """The letters that wait, as far as they can be read in this time."""
        until = time.monotonic() + patience_seconds
        try:
            self._poll()  # the ends are known from fetches only, and may have moved since
            while not (is_complete := self._has_read_all()) and time.monotonic() < until:
                self._poll()
        except KafkaError as error:
            raise Retry(f"Kafka is away: {error}") from error
        return Letters(dict(Counter(self._waiting.values())), is_complete)

    def close(self) -> None:
        """Disconnect."""
        self._consumer.close()

    def _poll(self) -> None:
        for records in self._consumer.poll(timeout_ms=POLL_MILLISECONDS).values():
            for record in records:
                self._take(record.value)

    def _has_read_all(self) -> bool:
        return all(at_end(self._consumer, one) for one in self._partitions)

    def _take(self, value: bytes) -> None:
        letter = orjson.loads(value)
        if letter.get("replayed_at") is None:
            self._waiting[letter["dead_letter_id"]] = letter["step"]
        else:
            self._waiting.pop(letter["dead_letter_id"], None)
