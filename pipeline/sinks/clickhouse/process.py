"""The sink's process: from the topics into ClickHouse, batch by batch."""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError

from pipeline.dead_letters.letter import dead_letter
from pipeline.observing.dead_letters import expect_dead_letters, tell_of_dead_letters
from pipeline.observing.health import HEALTH
from pipeline.observing.retrying import needing
from pipeline.settings import Settings
from pipeline.sinks.clickhouse import metrics
from pipeline.sinks.clickhouse.batch import Batch
from pipeline.sinks.clickhouse.consuming import fetched
from pipeline.sinks.clickhouse.reading import READERS, Reader
from pipeline.sinks.clickhouse.sink import ClickHouseSink
from pipeline.sinks.clickhouse.standing import Standing
from pipeline.sinks.clickhouse.waiting import delays, wait_for_stop
from schemas.dead_letter import DeadLetter
from schemas.errors import Retry

log = structlog.get_logger()

STEP = "sink"
_POLL_SECONDS = 0.1
_MAX_POLL_RECORDS = 5000
_MAX_BATCH_BYTES = 32 * 1024 * 1024
_COMMIT_SECONDS = 10.0


class SinkProcess(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    """Consumes topics and writes them. The order is always: insert, dead letters, offsets.

    While ClickHouse or the dead letters' topic is away nothing more is read, the consumer stays
    in its group, and the same batch is tried again with growing delays, for as long as it takes.

    Args:
        consumer: started, not yet subscribed, without automatic commits.
        write_letters: returns when all the letters are confirmed; raises `Retry` otherwise.
        readers: by topic.
        standing: told how far it is.
    """

    def __init__(
        self,
        settings: Settings,
        consumer: AIOKafkaConsumer,
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
        self._revocations = 0
        self._polling_delays = delays()
        expect_dead_letters([STEP])

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`. Then write and commit what was read, if that goes at once.

        Raises:
            Fatal: the broker does not let us read, or ClickHouse refuses our tables.
            Halted: too many messages were refused.
        """
        self._consumer.subscribe(list(self._readers), listener=self)
        while not stop.is_set():
            with HEALTH.working_on("polling the broker"):
                await self._poll(stop)
            for topic in self._due():
                await self._flush(topic, stop)
        for topic in list(self._batches):
            await self._flush(topic, stop)

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Forget what is not written: whoever has the partitions now, perhaps we again, reads on
        from what was committed.
        """
        self._revocations += bool(revoked)
        self._batches.clear()
        self._standing.clear()

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Say so."""
        self._standing.partitions = len(assigned)
        log.info("sink_assigned", partitions=len(assigned))

    async def _poll(self, stop: asyncio.Event) -> None:
        """Take what has come, and then a rest: each fetch costs as much as hundreds of messages.

        After trouble the rest is longer each time.

        Raises:
            Fatal: the broker does not let us read.
        """
        try:
            with needing("broker"):
                polled = await fetched(self._consumer, _MAX_POLL_RECORDS)
        except Retry as error:
            delay = next(self._polling_delays)
            log.warning("sink_waits", seconds=delay, reason=str(error))
            await wait_for_stop(delay, stop)
            return
        self._polling_delays = delays()
        now = time.monotonic()
        for partition, records in polled.items():
            batch = self._batches.setdefault(partition.topic, Batch(partition.topic, now))
            reader = self._readers[partition.topic]
            for record in records:
                batch.add(record, reader)
            metrics.READ.labels(partition.topic).inc(len(records))
            end = self._consumer.highwater(partition) or records[-1].offset + 1
            self._standing.polled(partition, records, end)
        if sum(map(len, polled.values())) < _MAX_POLL_RECORDS:
            await wait_for_stop(_POLL_SECONDS, stop)

    def _due(self) -> list[str]:
        oldest = time.monotonic() - self._settings.sink_max_batch_seconds
        return [
            topic
            for topic, batch in self._batches.items()
            if batch.started <= oldest
            or batch.records >= self._settings.sink_max_batch_rows
            or batch.size >= _MAX_BATCH_BYTES
        ]

    async def _flush(self, topic: str, stop: asyncio.Event) -> None:
        """Write a topic's batch and commit it; when stopping, only if the first attempt goes."""
        batch, revocations = self._batches.pop(topic, None), self._revocations
        if batch is None:  # revoked while another was written
            return
        with HEALTH.working_on(f"writing {batch.place}"):
            for delay in delays():
                try:
                    await self._write(batch)
                except Retry as error:
                    log.warning("sink_waits", batch=batch.place, seconds=delay, reason=str(error))
                    await wait_for_stop(delay, stop)
                    if stop.is_set() or revocations != self._revocations:
                        return
                else:
                    break
        if revocations == self._revocations:
            await self._commit(batch)

    async def _write(self, batch: Batch) -> None:
        with needing("clickhouse"):
            refused = batch.refused + await asyncio.to_thread(self._sink.write, batch)
        letters = [
            dead_letter(
                STEP,
                failure,
                cluster_id=self._cluster_id,
                topic=record.topic,
                partition=record.partition,
                record=record,
            )
            for record, failure in refused
        ]
        if letters:
            with needing("broker"):
                await asyncio.to_thread(self._write_letters, letters)
            tell_of_dead_letters(letters)
        metrics.count_written(batch, rejected=len(letters))

    async def _commit(self, batch: Batch) -> None:
        offsets = {
            TopicPartition(batch.topic, partition): offset
            for partition, offset in batch.next_offsets.items()
        }
        try:
            await asyncio.wait_for(self._consumer.commit(offsets), _COMMIT_SECONDS)
        except (KafkaError, TimeoutError) as error:
            # The rows are in. What is read again because of this replaces itself.
            log.warning("sink_offsets_not_committed", batch=batch.place, reason=repr(error))
        self._standing.committed(offsets)
        log.debug("sink_wrote", batch=batch.place, records=batch.records)
