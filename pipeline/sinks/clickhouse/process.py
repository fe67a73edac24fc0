"""The sink's process: from the topics into ClickHouse, batch by batch."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from threading import Event
from typing import Any

import structlog
from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from pipeline.dead_letters.letter import dead_letter
from pipeline.observing.dead_letters import expect_dead_letters, tell_of_dead_letters
from pipeline.observing.health import HEALTH
from pipeline.observing.retrying import needing
from pipeline.settings import Settings
from pipeline.sinks.clickhouse import metrics
from pipeline.sinks.clickhouse.batch import Batch
from pipeline.sinks.clickhouse.reading import READERS, Reader
from pipeline.sinks.clickhouse.sink import ClickHouseSink
from pipeline.sinks.clickhouse.standing import Standing
from schemas.dead_letter import DeadLetter
from schemas.errors import Retry

log = structlog.get_logger()

STEP = "sink"
_POLL_SECONDS = 0.2
_MAX_POLL_RECORDS = 10_000
_FIRST_DELAY_SECONDS = 0.2
_LONGEST_DELAY_SECONDS = 10.0


class Revocations(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python is untyped
    """Counts how often partitions were taken away. Told so by kafka-python's own thread."""

    def __init__(self) -> None:
        self.count = 0

    def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Count it; before the first assignment there was nothing to take."""
        if revoked:
            self.count += 1

    def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Say so."""
        log.info("sink_assigned", partitions=len(assigned))


class SinkProcess:
    """Consumes topics and writes them. The order is always: insert, dead letters, offsets.

    While ClickHouse or the dead letters' topic is away nothing more is fetched, the consumer stays
    in its group, and the same batch is tried again with growing delays, for as long as it takes.

    Args:
        consumer: not yet subscribed, without automatic commits.
        write_letters: returns when all the letters are confirmed; raises `Retry` otherwise.
        readers: by topic.
        standing: told how far it is.
    """

    def __init__(
        self,
        settings: Settings,
        consumer: KafkaConsumer,
        sink: ClickHouseSink,
        write_letters: Callable[[Iterable[DeadLetter]], None],
        *,
        cluster_id: str,
        readers: Mapping[str, Reader] = READERS,
        standing: Standing | None = None,
    ) -> None:
        self._settings = settings
        self._consumer = consumer
        self._sink = sink
        self._write_letters = write_letters
        self._cluster_id = cluster_id
        self._readers = readers
        self._standing = standing or Standing()
        self._batches: dict[str, Batch] = {}
        self._revocations = Revocations()
        self._revocations_seen = 0
        expect_dead_letters([STEP])

    def run(self, stop: Event) -> None:
        """Work until `stop`. Then write and commit what was read, if that goes at once."""
        self._consumer.subscribe(list(self._readers), listener=self._revocations)
        while not stop.is_set():
            with HEALTH.working_on("polling the broker"):
                self._poll(_POLL_SECONDS)
            for topic in self._due():
                self._flush(topic, stop)
        for topic in list(self._batches):
            self._flush(topic, stop)

    def _poll(self, seconds: float) -> None:
        polled: dict[TopicPartition, list[Any]] = self._consumer.poll(
            timeout_ms=int(seconds * 1000), max_records=_MAX_POLL_RECORDS
        )
        # Whoever has the partitions now, perhaps we again, reads on from what was committed.
        if self._revocations_seen != self._revocations.count:
            self._revocations_seen = self._revocations.count
            self._batches.clear()
            self._standing.clear()
        self._standing.partitions = len(self._consumer.assignment())
        now = time.monotonic()
        for partition, records in polled.items():
            batch = self._batches.setdefault(partition.topic, Batch(partition.topic, now))
            reader = self._readers[partition.topic]
            for record in records:
                batch.add(record, reader)
            metrics.READ.labels(partition.topic).inc(len(records))
            self._standing.polled(partition, records, self._consumer.highwater(partition))

    def _due(self) -> list[str]:
        oldest = time.monotonic() - self._settings.sink_max_batch_seconds
        return [
            topic
            for topic, batch in self._batches.items()
            if batch.started <= oldest or batch.records >= self._settings.sink_max_batch_rows
        ]

    def _flush(self, topic: str, stop: Event) -> None:
        """Write a topic's batch and commit it; when stopping, only if the first attempt goes."""
        batch, revocations = self._batches.pop(topic), self._revocations_seen
        with HEALTH.working_on(f"writing {batch.place}"):
            for delay in _delays():
                try:
                    self._write(batch)
                except Retry as error:
                    log.warning("sink_waits", batch=batch.place, seconds=delay, reason=str(error))
                    self._stay_in_group(delay, stop)
                    if stop.is_set() or revocations != self._revocations.count:
                        return
                else:
                    break
        metrics.count_written(batch)
        self._consumer.resume(*self._consumer.paused())
        if revocations == self._revocations.count:
            self._commit(batch)

    def _write(self, batch: Batch) -> None:
        with needing("clickhouse"):
            self._sink.write(batch)
        letters = [
            dead_letter(
                STEP,
                failure,
                cluster_id=self._cluster_id,
                topic=record.topic,
                partition=record.partition,
                record=record,
            )
            for record, failure in batch.refused
        ]
        if letters:
            with needing("broker"):
                self._write_letters(letters)
            tell_of_dead_letters(letters)

    def _stay_in_group(self, seconds: float, stop: Event) -> None:
        """Wait, fetching nothing; polling is what keeps the consumer in its group."""
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            self._consumer.pause(*self._consumer.assignment())
            self._poll(min(left, _POLL_SECONDS))

    def _commit(self, batch: Batch) -> None:
        offsets = {
            TopicPartition(batch.topic, partition): OffsetAndMetadata(offset, "", -1)
            for partition, offset in batch.next_offsets.items()
        }
        try:
            self._consumer.commit(offsets)
        except KafkaError as error:
            # The rows are in. What is read again because of this replaces itself.
            log.warning("sink_offsets_not_committed", batch=batch.place, reason=str(error))
        self._standing.committed({place: at.offset for place, at in offsets.items()})
        log.debug("sink_wrote", batch=batch.place, records=batch.records)


def _delays() -> Iterator[float]:
    delay = _FIRST_DELAY_SECONDS
    while True:
        yield delay
        delay = min(delay * 2, _LONGEST_DELAY_SECONDS)
