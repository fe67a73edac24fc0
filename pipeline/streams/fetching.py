"""The consumer's thread, which fetches for every partition as much as its lane has room for."""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

from aiokafka.errors import ConsumerStoppedError
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP

from pipeline.record import Record
from pipeline.streams.lane import size_of
from pipeline.streams.starting import start_when_there

Fetched = Mapping[TP, list[Record]]

FETCH_MAX_WAIT_MILLISECONDS = 100
"""How long the broker waits for messages. While it waits, the partitions that had no room when it
was asked cannot be fetched, so this is what they may be late by; Faust's own 1500 ms were felt."""

REBALANCE_LOOK_SECONDS = 0.02

FIRST_CHUNK = 64
"""Messages taken at a time until it is known what they weigh."""


class FetchingThread(AIOKafkaConsumerThread):
    """Faust's consumer thread, with a fetch that takes from each partition what is wanted of it.

    Nothing is taken unless it is also returned under the same assignment: a fetch that outlives
    a rebalance returns empty, so no message is skipped by the one or given twice by the other.
    """

    max_bytes: int
    """Of one partition at a time, about."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._wanted: Mapping[TP, int] = {}

    async def on_start(self) -> None:
        """Faust's hook, in the thread."""
        await start_when_there(self, super().on_start, self._put_away)

    def want(self, wanted: Mapping[TP, int]) -> None:
        """Say how many messages of each partition to take, also to a fetch that is waiting."""
        self._wanted = wanted

    def wake(self) -> None:
        """Have a waiting fetch look again at what is wanted."""
        self.thread_loop.call_soon_threadsafe(self._notify_fetch)

    async def fetch(self, generation: int, timeout_seconds: float) -> Fetched:
        """Fetch what is wanted, of all partitions that have something, waiting until one has.

        Empty after the time-out, when the flow is stopped or the generation is over.

        Raises:
            KafkaError: what the broker refuses for good. Nothing behind that may be committed.
        """
        fetched: Fetched = await self.call_thread(self._fetch, generation, timeout_seconds)
        return fetched

    @property
    def is_in_group(self) -> bool:
        """False once the group has thrown this worker out: others may have its partitions."""
        return self._consumer is not None and self._consumer._coordinator.generation >= 0  # noqa: SLF001

    async def _put_away(self) -> None:
        consumer, self._consumer = self._ensure_consumer(), None
        await consumer.stop()

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_MAX_WAIT_MILLISECONDS  # noqa: SLF001
        return consumer

    async def _fetch(self, generation: int, timeout_seconds: float) -> Fetched:
        consumer = self._ensure_consumer()
        fetcher = consumer._fetcher  # noqa: SLF001
        until = monotonic() + timeout_seconds
        with fetcher._subscriptions.fetch_context():  # noqa: SLF001
            while True:
                if consumer._closed or fetcher._closed:  # noqa: SLF001
                    raise ConsumerStoppedError
                if not self._may_take(fetcher, generation):
                    await asyncio.sleep(REBALANCE_LOOK_SECONDS)
                    return {}
                fetched = await self._take_all(fetcher)
                left = until - monotonic()
                if fetched or left <= 0:
                    return fetched
                await _wait(fetcher, left)

    def _may_take(self, fetcher: Any, generation: int) -> bool:
        return (
            self.consumer.flow_active
            and self.app.consumer_generation_id == generation
            and not fetcher._subscriptions.reassignment_in_progress  # noqa: SLF001
        )

    async def _take_all(self, fetcher: Any) -> Fetched:
        wanted = self._wanted
        fetched = {tp: await self._take(fetcher, tp, room) for tp, room in wanted.items()}
        return {tp: records for tp, records in fetched.items() if records}

    async def _take(self, fetcher: Any, tp: TP, room: int) -> list[Record]:
        """Take what aiokafka already has. It does not wait, so no rebalance comes between."""
        max_bytes = self.max_bytes
        taken: list[Record] = []
        taken_bytes = 0
        chunk = FIRST_CHUNK
        while len(taken) < room and taken_bytes < max_bytes:
            found = await fetcher.fetched_records({tp}, max_records=min(chunk, room - len(taken)))
            if not found:
                break
            for records in found.values():
                taken += records
                taken_bytes += sum(map(size_of, records))
            mean_bytes = taken_bytes / len(taken)
            chunk = max(1, int((max_bytes - taken_bytes) / (mean_bytes + 1)))
        return taken

    def _notify_fetch(self) -> None:
        fetcher = self._ensure_consumer()._fetcher  # noqa: SLF001
        for waiter in list(fetcher._fetch_waiters):  # noqa: SLF001
            fetcher._notify(waiter)  # noqa: SLF001


async def _wait(fetcher: Any, seconds: float) -> None:
    """Wait for something fetched, or for `wake`."""
    waiter = fetcher._create_fetch_waiter()  # noqa: SLF001
    _, pending = await asyncio.wait([waiter], timeout=seconds)
    for late in pending:
        late.cancel()
