"""Faust's consumer, with a partition's fetched batch as the message.

Written against faust-streaming 0.15.3. It replaces what the base class does for each message: the
draining loop, the acknowledgement, the search for the offset to commit, and the wait for work in
progress when partitions are taken away.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any, cast

from faust.transport.drivers.aiokafka import Consumer
from faust.types import TP, ConsumerMessage, Message

from pipeline.streams.batch import Batch
from pipeline.streams.fetching import FetchingThread
from pipeline.streams.lane import Lane, Limits

FETCH_SECONDS = 1.0

COMMIT_SECONDS = 3.0
"""How long the last commit may take: an end must not hang on a broker that is away."""


class BatchConsumer(Consumer):
    """Gives each partition a lane, and commits what was acknowledged of it.

    Everything but the fetching itself happens on the app's event loop.
    """

    _thread: FetchingThread
    _limits: Limits
    _grace_seconds: float

    def configure(self, limits: Limits, grace_seconds: float) -> None:
        """Set what a batch may hold and how long an end waits for one. Before the start."""
        self._limits = limits
        self._grace_seconds = grace_seconds
        self._thread.max_bytes = limits.max_bytes

    def on_init(self) -> None:
        super().on_init()
        self._lanes: dict[TP, Lane] = {}
        self._acknowledged = asyncio.Event()

    @property
    def lanes(self) -> Mapping[TP, Lane]:
        """The lane of each partition of which something was fetched."""
        return self._lanes

    def _new_consumer_thread(self) -> FetchingThread:
        return FetchingThread(self, loop=self.loop, beacon=self.beacon)

    @property
    def held_events(self) -> int:
        """Messages of all partitions that were fetched and are not acknowledged."""
        return sum(lane.held_events for lane in self._lanes.values())

    async def _drain_messages(self, fetcher: Any) -> None:
        """Faust's hook: fetch and deliver until the service stops."""
        try:
            while not (self.should_stop or fetcher.should_stop):
                if self.flow_active:
                    await self._fill_lanes()
                else:
                    await self.wait(self.can_resume_flow.wait())
        except self.consumer_stopped_errors:
            if not self.transport.app.should_stop:
                raise
        except asyncio.CancelledError:
            if not self.transport.app.should_stop:
                raise

    async def _fill_lanes(self) -> None:
        generation = self.app.consumer_generation_id
        self._thread.want(self._wanted())
        fetched = await self._thread.fetch(generation, FETCH_SECONDS)
        if not self.flow_active or self.app.consumer_generation_id != generation:
            return  # a new assignment begins where this one has committed
        for tp, records in fetched.items():
            self.app.monitor.track_tp_end_offset(tp, self.highwater(tp))
            lane = self._lane(tp)
            lane.put(records)
            self._hand_over(tp, lane)

    def _wanted(self) -> dict[TP, int]:
        rooms = {tp: self._lane(tp).room for tp in self._get_active_partitions()}
        return {tp: room for tp, room in rooms.items() if room}

    def _lane(self, tp: TP) -> Lane:
        if tp not in self._lanes:
            self._lanes[tp] = Lane(tp.topic, tp.partition, self._limits)
        return self._lanes[tp]

    def _hand_over(self, tp: TP, lane: Lane) -> None:
        batch = lane.next_batch()
        if batch is not None:
            self.add_future(self.callback(self._to_batch_message(tp, batch)))

    def _to_batch_message(self, tp: TP, batch: Batch) -> ConsumerMessage:
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
            generation_id=self.app.consumer_generation_id,
        )

    def ack(self, message: Message) -> bool:
        """Count a batch as done and hand over what waits behind it. True the first time."""
        if message.acked:
            return False
        message.acked = True
        self._unacked_messages.discard(message)
        self._acknowledged.set()
        lane = self._lanes.get(message.tp)
        if lane is not None:
            had_room = lane.room > 0
            if lane.acknowledge(cast("Batch", message.value)) and self.flow_active:
                self._hand_over(message.tp, lane)
            if not had_room:
                self._thread.want(self._wanted())
                self._thread.wake()
        return True

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        return (tp for tp in list(self._lanes) if not topics or tp in topics or tp.topic in topics)

    def _new_offset(self, tp: TP) -> int | None:
        lane = self._lanes.get(tp)
        return None if lane is None else lane.committable_offset

    def stop_flow(self) -> None:
        """Deliver nothing more. What was not handed over will be fetched again."""
        super().stop_flow()
        for lane in self._lanes.values():
            lane.drop_waiting()

    async def wait_empty(self) -> None:
        """Wait for the batches in work, at most for the grace; commit them and end all claims.

        There is no grace for a worker that the group threw out: its partitions may be others'
        already.
        """
        is_in_group = self._thread.is_in_group
        until = monotonic() + (self._grace_seconds if is_in_group else 0)
        while self._unacked_messages and (left := until - monotonic()) > 0:
            self._acknowledged.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._acknowledged.wait(), left)
        if self._unacked_messages:
            self.log.warning("Batches cut short: %r", list(self._unacked_messages))
        self._end_claims()
        if is_in_group:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._commit_all(), COMMIT_SECONDS)

    async def _commit_all(self) -> None:
        await self.maybe_wait_for_commit_to_finish()  # it began without what was finished since
        await self.commit_and_end_transactions()

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Faust's hook at the beginning of a rebalance."""
        await super().on_partitions_revoked(revoked)
        self._end_claims()
        self._lanes.clear()

    async def perform_seek(self) -> None:
        """Faust's hook before the flow resumes: begin at the committed offsets."""
        self._end_claims()
        self._lanes.clear()
        await super().perform_seek()

    def _end_claims(self) -> None:
        for lane in self._lanes.values():
            lane.claim.end()
