"""Producing what a batch led to, and waiting until the broker has all of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import starmap
from operator import attrgetter
from typing import NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from connectors.sdk.whole_batches import MAX_BATCH_BYTES, hash_of, send_in_order
from pipeline.flow import metrics
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from schemas.errors import Retry
from schemas.message import Message
from schemas.topics import DEAD_LETTERS, MAX_MESSAGE_BYTES, Topic

Place = tuple[str, int]


class Output(NamedTuple):
    """One message to produce. A `value` of None is a tombstone."""

    topic: str
    key: bytes
    value: bytes | None
    headers: Sequence[tuple[str, bytes]] = ()

    @classmethod
    def of(cls, topic: Topic, message: Message) -> "Output":
        """The message under the key that the table of topics names for it."""
        return cls(topic.name, str(_getter(topic.key)(message)).encode(), message.to_bytes())


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
            **aiokafka_producer_options(self._settings, DEAD_LETTERS),
            max_batch_size=MAX_BATCH_BYTES,
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
            partition = hash_of(output.key) % partitions[output.topic]
            places.setdefault((output.topic, partition), []).append(output)
        return places

    async def _send(self, place: Place, outputs: Sequence[Output]) -> list[Unsent]:
        """One batch after the other: a second one on its way could overtake the first."""
        topic, partition = place
        refused = await send_in_order(
            self._there, topic, partition, outputs, max_bytes=MAX_MESSAGE_BYTES
        )
        return [Unsent(output, partition, type(error).__name__) for output, error in refused]

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


_getter = cache(attrgetter)
