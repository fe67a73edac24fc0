"""How much lies on the topics that nobody has processed yet."""

import time
from collections.abc import Iterable, Mapping
from typing import Self

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from pipeline.kafka import client_options, consumer_options
from pipeline.settings import Settings
from schemas.errors import Retry

FAR_BEYOND_THE_END = 2**40
FETCH_SECONDS = 3.0


class Backlog:
    """Counts the messages that each consumer group has not committed past.

    Args:
        readers: consumer group to the topics it reads.

    Raises:
        Retry: the broker is away. The same goes for every method.
    """

    def __init__(self, settings: Settings, readers: Mapping[str, Iterable[str]]) -> None:
        self._readers = {group: frozenset(topics) for group, topics in readers.items()}
        self._embedded = settings.embedded_broker
        try:
            self._admin = KafkaAdminClient(
                **client_options(settings),
                bootstrap_timeout_ms=3000,
                request_timeout_ms=3000,
            )
            self._consumer = KafkaConsumer(
                **consumer_options(settings)
                | {"auto_offset_reset": "none", "fetch_max_wait_ms": 10}
            )
        except KafkaError as error:
            raise Retry(f"Kafka is away at {settings.kafka_bootstrap}: {error}") from error

    def unprocessed(self) -> dict[str, int]:
        """Messages, for each group. All zero: everything that was ever sent has been processed."""
        return {group: sum(topics.values()) for group, topics in self.by_topic().items()}

    def by_topic(self) -> dict[str, dict[str, int]]:
        """Messages that are not processed, for each group and each topic it reads.

        The commits are read before the ends of the topics, so that work handed from one group to
        the next in between is counted, not missed.
        """
        try:
            committed = self._committed()
            ends = self._ends()
        except (KafkaError, KeyError) as error:  # of a broker on its way back ends may be missing
            raise Retry(f"Kafka is away: {error}") from error
        found = {group: dict.fromkeys(sorted(topics), 0) for group, topics in self._readers.items()}
        for group, topics in found.items():
            for partition, end in ends.items():
                if partition.topic in topics:
                    behind = max(0, end - committed[group].get(partition, 0))
                    topics[partition.topic] += behind
        return found

    def close(self) -> None:
        """Give up the connections."""
        self._admin.close()
        self._consumer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _committed(self) -> dict[str, dict[TopicPartition, int]]:
        partitions = self._partitions()
        asked = {
            group: [one for one in partitions if one.topic in topics]
            for group, topics in self._readers.items()
        }
        found: dict[str, dict[TopicPartition, int]] = {}
        for group, wanted in asked.items():
            offsets = self._admin.list_group_offsets({group: wanted}).get(group, {})
            found[group] = {one: max(0, at.offset) for one, at in offsets.items()}
        return found

    def _partitions(self) -> list[TopicPartition]:
        topics = frozenset[str]().union(*self._readers.values())
        return [
            TopicPartition(topic["name"], partition["partition_index"])
            for topic in self._admin.describe_topics(sorted(topics))
            for partition in topic["partitions"]
        ]

    def _ends(self) -> dict[TopicPartition, int]:
        partitions = self._partitions()
        if not self._embedded:
            return self._end_offsets(partitions)
        return self._high_watermarks(partitions)

    def _end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        try:
            return dict(self._consumer.end_offsets(partitions))
        except KeyError as error:  # kafka-python's, for a topic that was created just now
            raise Retry("a partition has no leader yet") from error

    def _high_watermarks(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        # The embedded broker's answer for the latest offset is not the end. Each fetch answers
        # with the end, and a fetch from far beyond it brings no data along.
        self._consumer.assign([])
        self._consumer.assign(partitions)
        for partition in partitions:
            self._consumer.seek(partition, FAR_BEYOND_THE_END)
        until = time.monotonic() + FETCH_SECONDS
        while time.monotonic() < until:
            self._consumer.poll(timeout_ms=20)
            ends = {one: self._consumer.highwater(one) for one in partitions}
            if all(end is not None for end in ends.values()):
                return {one: int(end) for one, end in ends.items() if end is not None}
        raise Retry("the broker does not answer fetches")
