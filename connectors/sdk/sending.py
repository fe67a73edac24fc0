"""Events on their way to the broker: for each partition one batch of all that waits at a time."""

import asyncio
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from connectors.sdk.connecting import Connecting
from connectors.sdk.delivery import Delivery
from connectors.sdk.whole_batches import hash_of, send_in_order
from schemas.raw import RawEvent
from schemas.topics import raw_topic

_Place = tuple[str, int]


class Call(NamedTuple):
    """Events that were given together. `until` is when they are given up, in monotonic seconds."""

    raws: Sequence[RawEvent]
    delivery: Delivery
    until: float


class _Outgoing(NamedTuple):
    key: bytes
    value: bytes
    delivery: Delivery
    until: float
    headers: tuple[()] = ()


class Sending:
    """Sends events from a thread of its own, those of a partition in the order of their calls.

    What comes while a partition's batch is on its way goes together in the next one.

    Args:
        connecting: to the broker; used in that thread alone.
        max_bytes: of an event; a larger one is not even tried.
        trying_seconds: how long a batch is tried before it is given up.
    """

    def __init__(self, connecting: Connecting, *, max_bytes: int, trying_seconds: float) -> None:
        self._connecting = connecting
        self._max_bytes = max_bytes
        self._trying_seconds = trying_seconds
        self._waiting: list[Call] = []
        self._waiting_lock = threading.Lock()
        self._arrived = asyncio.Event()
        self._lanes: defaultdict[_Place, deque[_Outgoing]] = defaultdict(deque)
        self._draining: dict[_Place, asyncio.Task[None]] = {}
        self._closing = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._work, name="publisher", daemon=True)
        self._thread.start()

    def put(self, call: Call) -> None:
        """Have a call's events sent. Its delivery tells what became of them."""
        with self._waiting_lock:
            self._waiting.append(call)
            is_first = len(self._waiting) == 1
        if is_first:
            self._loop.call_soon_threadsafe(self._arrived.set)

    def close(self) -> None:
        """Disconnect. What still waits is given up."""
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    def _work(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._take_in_until_closed())

    async def _take_in_until_closed(self) -> None:
        taking_in = asyncio.create_task(self._take_in())
        await self._closing.wait()
        taking_in.cancel()
        await self._connecting.close()

    async def _take_in(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            with self._waiting_lock:
                calls, self._waiting = self._waiting, []
            for call in calls:
                try:
                    await self._file(call)
                except Exception as error:  # noqa: BLE001 (whatever it is, the caller must hear of it)
                    call.delivery.fail(error, len(call.raws))
            self._drain_lanes()

    async def _file(self, call: Call) -> None:
        """Put a call's events into the lanes of their partitions, or none of them.

        Raises:
            Exception: they cannot be sent.
        """
        if time.monotonic() > call.until:
            raise TimeoutError
        producer = await self._connecting.producer()
        partitions = {
            topic: len(await producer.partitions_for(topic))
            for topic in {raw_topic(raw.platform).name for raw in call.raws}
        }
        filed: list[tuple[_Place, _Outgoing]] = []
        for raw in call.raws:
            topic, key = raw_topic(raw.platform).name, raw.person_id.encode()
            place = (topic, hash_of(key) % partitions[topic])
            filed.append((place, _Outgoing(key, raw.to_bytes(), call.delivery, call.until)))
        for place, outgoing in filed:
            self._lanes[place].append(outgoing)

    def _drain_lanes(self) -> None:
        for place, lane in self._lanes.items():
            if lane and place not in self._draining:
                self._draining[place] = asyncio.create_task(self._drain(place, lane))

    async def _drain(self, place: _Place, lane: deque[_Outgoing]) -> None:
        while lane:
            try:
                producer = await self._connecting.producer()
            except Exception as error:  # noqa: BLE001
                _fail(_taken(lane), error)
            else:
                await self._send(producer, place, _in_time(_taken(lane)))
        del self._draining[place]

    async def _send(
        self, producer: AIOKafkaProducer, place: _Place, some: Sequence[_Outgoing]
    ) -> None:
        sending = send_in_order(producer, *place, some, max_bytes=self._max_bytes)
        try:
            refused = await asyncio.wait_for(sending, self._trying_seconds)
        except Exception as error:  # noqa: BLE001
            if isinstance(error, KafkaError | TimeoutError):
                self._connecting.give_up(producer)
            _fail(some, error)
        else:
            for outgoing, refusal in refused:
                outgoing.delivery.fail(refusal)
            unsent = {id(outgoing) for outgoing, _ in refused}
            _succeed(each for each in some if id(each) not in unsent)


def _taken(lane: deque[_Outgoing]) -> list[_Outgoing]:
    some = list(lane)
    lane.clear()
    return some


def _in_time(some: Sequence[_Outgoing]) -> list[_Outgoing]:
    """Those whose callers may still hear of it; the others are given up."""
    now = time.monotonic()
    _fail((each for each in some if each.until < now), TimeoutError())
    return [each for each in some if each.until >= now]


def _succeed(some: Iterable[_Outgoing]) -> None:
    for delivery, together in groupby(some, lambda outgoing: outgoing.delivery):
        delivery.succeed(sum(1 for _ in together))


def _fail(some: Iterable[_Outgoing], error: Exception) -> None:
    for delivery, together in groupby(some, lambda outgoing: outgoing.delivery):
        delivery.fail(error, sum(1 for _ in together))
