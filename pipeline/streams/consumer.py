"""Faust's consumer, with a partition's fetched batch as the message.

Written against faust-streaming 0.15.3. It replaces what the base class does for each message: the
draining loop, the acknowledgement and the search for the offset to commit.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, cast

from faust.transport.drivers.aiokafka import Consumer
from faust.types import TP, ConsumerMessage, Message

from pipeline.streams.batch import Batch, split
from pipeline.streams.progress import Progress


class BatchConsumer(Consumer):
    """Delivers batches and commits a batch only when it, and all before it, are acknowledged."""

    max_batch_events = 2000

    def on_init(self) -> None:
        super().on_init()
        self._progress: defaultdict[TP, Progress] = defaultdict(Progress)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        await super().on_partitions_revoked(revoked)
        for tp in revoked:
            self._progress.pop(tp, None)

    async def perform_seek(self) -> None:
        # What was delivered and not committed is read again from here, in new batches.
        self._progress.clear()
        await super().perform_seek()

    def ack(self, message: Message) -> bool:
        """Count a batch as done. True the first time."""
        if message.acked:
            return False
        message.acked = True
        self._unacked_messages.discard(message)
        if message.tp in self._progress:
            self._progress[message.tp].acknowledged(cast("Batch", message.value))
        return True

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        return (
            tp for tp in list(self._progress) if not topics or tp in topics or tp.topic in topics
        )

    def _new_offset(self, tp: TP) -> int | None:
        return self._progress[tp].committable_offset

    async def _drain_messages(self, fetcher: Any) -> None:
        try:
            while not (self.should_stop or fetcher.should_stop):
                generation = self.app.consumer_generation_id
                records, active = await self._wait_next_records(timeout=1.0)
                if records is None or self.should_stop:
                    continue
                if not self.flow_active:
                    await self.perform_seek()
                    continue
                for tp, fetched in records.items():
                    if active is None or tp in active or tp in self._buffered_partitions:
                        await self._deliver(TP(*tp), fetched, generation)
                # A fetch that finds messages at once never yields to the loop by itself.
                await asyncio.sleep(0)
        except self.consumer_stopped_errors:
            if not self.transport.app.should_stop:
                raise
        except asyncio.CancelledError:
            if not self.transport.app.should_stop:
                raise

    async def _deliver(self, tp: TP, fetched: list[Any], generation: int) -> None:
        self.app.monitor.track_tp_end_offset(tp, self.highwater(tp))
        next_offset = self._read_offset[tp]
        if next_offset is not None and fetched and fetched[0].offset < next_offset:
            fetched = [record for record in fetched if record.offset >= next_offset]
        for batch in split(tp.topic, tp.partition, fetched, self.max_batch_events):
            if not self.flow_active or self.app.consumer_generation_id != generation:
                return
            self._progress[tp].delivered(batch)
            await self.wait_first(
                self.callback(self._to_batch_message(tp, batch, generation)),
                self.suspend_flow.wait(),
            )
            self._read_offset[tp] = batch.last_offset + 1

    def _to_batch_message(self, tp: TP, batch: Batch, generation: int) -> ConsumerMessage:
        last = batch.records[-1]
        return ConsumerMessage(
            tp.topic,
            tp.partition,
            last.offset,
            last.timestamp / 1000.0,
            0,
            [],
            None,
            cast("bytes", batch),  # a message's value is bytes to Faust until it is decoded
            None,
            tp=tp,
            generation_id=generation,
        )
