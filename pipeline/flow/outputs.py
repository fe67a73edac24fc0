"""Producing what a batch led to, and waiting until the broker has all of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import starmap
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    CorruptRecordException,
    InvalidTimestampError,
    KafkaError,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
)
from aiokafka.partitioner import murmur2

from pipeline.flow import metrics
from pipeline.kafka import bootstrap_servers
from pipeline.settings import Settings
from schemas.errors import Retry
from schemas.message import Message
from schemas.topics import MAX_MESSAGE_BYTES, Topic

MAX_BATCH_BYTES = 512 * 1024
"""Before compression; a broker takes a megabyte unless it is told otherwise."""

REFUSALS = (
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    CorruptRecordException,
    InvalidTimestampError,
    PolicyViolationError,
)
"""What the broker says of a message that it would refuse again."""

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Output:
    """One message to produce. A `value` of None is a tombstone."""

    topic: str
    key: bytes
    value: bytes | None
    headers: Sequence[tuple[str, bytes]] = field(default=())

    @classmethod
    def of(cls, topic: Topic, message: Message) -> "Output":
        """The message under the key that the table of topics names for it."""
        key: Any = message
        for name in topic.key.split("."):
            key = getattr(key, name)
        return cls(topic.name, str(key).encode(), message.to_bytes())


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that the broker will never take. `reason` is Kafka's name for it."""

    output: Output
    partition: int
    reason: str


class Outputs:
    """The worker's way out: whole batches, one for each partition at a time, in order.

    A future for each message, as a producer's `send` makes, costs more than the message.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()

    async def _start(self) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=bootstrap_servers(self._settings),
            acks="all",
            # The embedded broker does not answer aiokafka's request for a producer id.
            enable_idempotence=not self._settings.embedded_broker,
            compression_type="lz4",
            max_batch_size=MAX_BATCH_BYTES,
            max_request_size=MAX_MESSAGE_BYTES,
        )
        try:
            await producer.start()
        except KafkaError as error:
            await producer.stop()
            raise Retry(f"Kafka is away at {self._settings.kafka_bootstrap}: {error}") from error
        self._producer = producer

    async def stop(self) -> None:
        """Disconnect. What was not confirmed is produced again by whoever takes the batch."""
        if self._producer is not None:
            await self._producer.stop()

    async def produce(self, outputs: Iterable[Output]) -> Sequence[Unsent]:
        """Send all of `outputs`, in order per key, and return when the broker confirmed each.

        What the broker will never take, because it is too large for it or refused by it, is
        returned, and all else is sent.

        Raises:
            Retry: when one could not be confirmed. Any part may have been written, and none is
                under way any more; writing all again is harmless to readers, who go by event_id
                or profile_id and version.
        """
        async with self._starting:
            if self._producer is None:
                await self._start()
        try:
            by_place = await self._by_place(outputs)
            with metrics.PRODUCE_SECONDS.time():
                sent = await _all_ended(starmap(self._send, by_place.items()))
        except KafkaError as error:
            raise Retry(f"the broker did not confirm a batch: {error}") from error
        unsent = [each for some in sent for each in some]
        produced: Counter[str] = Counter()
        for (topic, _), some in by_place.items():
            produced[topic] += len(some)
        produced.subtract(each.output.topic for each in unsent)
        metrics.count_produced(produced)
        return unsent

    async def _by_place(self, outputs: Iterable[Output]) -> dict[Place, list[Output]]:
        partitions: dict[str, int] = {}
        places: dict[Place, list[Output]] = {}
        for output in outputs:
            if output.topic not in partitions:
                partitions[output.topic] = len(await self._there.partitions_for(output.topic))
            partition = _hash(output.key) % partitions[output.topic]
            places.setdefault((output.topic, partition), []).append(output)
        return places

    async def _send(self, place: Place, outputs: Sequence[Output]) -> list[Unsent]:
        """One batch after the other: a second one on its way could overtake the first."""
        topic, partition = place
        unsent: list[Unsent] = []
        first = 0
        while first < len(outputs):
            if _size(outputs[first]) > MAX_MESSAGE_BYTES:
                unsent.append(Unsent(outputs[first], partition, MessageSizeTooLargeError.__name__))
                first += 1
                continue
            batch = self._there.create_batch()
            end = first
            while end < len(outputs) and _append(batch, outputs[end]):
                end += 1
            try:
                if end > first:
                    await (await self._there.send_batch(batch, topic, partition=partition))
                else:  # larger than a batch
                    end = first + 1
                    await self._send_alone(place, outputs[first])
            except REFUSALS:
                # One of them is to blame: each goes by itself, still in order.
                for output in outputs[first:end]:
                    try:
                        await self._send_alone(place, output)
                    except REFUSALS as error:
                        unsent.append(Unsent(output, partition, type(error).__name__))
            first = end
        return unsent

    async def _send_alone(self, place: Place, output: Output) -> None:
        topic, partition = place
        await self._there.send_and_wait(
            topic, output.value, output.key, partition, headers=list(output.headers)
        )

    @property
    def _there(self) -> AIOKafkaProducer:
        assert self._producer is not None
        return self._producer


async def _all_ended(sending: Iterable[Awaitable[list[Unsent]]]) -> list[list[Unsent]]:
    """What each came to. If one fails, its exception, but not before all others have ended: they
    would go on beside what is sent again.
    """
    ended = await asyncio.gather(*sending, return_exceptions=True)
    failures = [each for each in ended if isinstance(each, BaseException)]
    if failures:
        raise failures[0]
    return [each for each in ended if not isinstance(each, BaseException)]


def _size(output: Output) -> int:
    return len(output.key) + len(output.value or b"")


def _append(batch: Any, output: Output) -> bool:
    added = batch.append(
        timestamp=None, key=output.key, value=output.value, headers=list(output.headers)
    )
    return added is not None


@lru_cache(maxsize=65_536)  # Kafka's own hash, in Python; the same accounts come again and again
def _hash(key: bytes) -> int:
    return int(murmur2(key)) & 0x7FFFFFFF
