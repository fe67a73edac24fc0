"""The publisher's connection to the broker: one producer at a time, replaced when it fails."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from connectors.sdk.whole_batches import MAX_BATCH_BYTES

log = structlog.get_logger()

_AGAIN_SECONDS = 0.2


class Connecting:
    """Gives the producer that works. To be used on one event loop.

    An idempotent producer that lost an event may refuse everything from then on (its broker has
    forgotten it, for instance), so one that failed is given up, and another takes its place.

    Args:
        options: of `AIOKafkaProducer`.
        connecting_seconds: how long to look for a broker before that counts as a failure.
        goodbye_seconds: how long a producer that is put away may go on with what it has.
        leaderless_seconds: how long a batch may wait for its partition to have a leader.
    """

    def __init__(
        self,
        options: Mapping[str, Any],
        *,
        connecting_seconds: float,
        goodbye_seconds: float,
        leaderless_seconds: float,
    ) -> None:
        self._options = {"max_batch_size": MAX_BATCH_BYTES} | dict(options)
        self._connecting_seconds = connecting_seconds
        self._goodbye_seconds = goodbye_seconds
        self._leaderless_seconds = leaderless_seconds
        self._producer: AIOKafkaProducer | None = None
        self._one_at_a_time = asyncio.Lock()
        self._leaving: set[asyncio.Task[None]] = set()

    async def producer(self) -> AIOKafkaProducer:
        """The producer, started.

        Raises:
            KafkaError, TimeoutError: no broker was found in time.
        """
        async with self._one_at_a_time:
            if self._producer is None:
                self._producer = await self._connect()
            return self._producer

    def give_up(self, producer: AIOKafkaProducer) -> None:
        """Never give this producer again."""
        if self._producer is producer:
            log.warning("producer_replaced")
            self._producer = None
            leaving = asyncio.create_task(self._put_away(producer))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    async def close(self) -> None:
        """Disconnect."""
        if self._producer is not None:
            await self._put_away(self._producer)
        if self._leaving:
            await asyncio.wait(self._leaving)

    async def _connect(self) -> AIOKafkaProducer:
        until = time.monotonic() + self._connecting_seconds
        while True:
            producer = AIOKafkaProducer(**self._options)
            # It would give up by a request's time, also what the broker may have taken.
            producer._message_accumulator._batch_ttl = self._leaderless_seconds  # noqa: SLF001 (no option)
            try:
                await asyncio.wait_for(producer.start(), until - time.monotonic())
            except (KafkaError, TimeoutError):
                await self._put_away(producer)
                if time.monotonic() + _AGAIN_SECONDS > until:
                    raise
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                return producer

    async def _put_away(self, producer: AIOKafkaProducer) -> None:
        with suppress(KafkaError, TimeoutError):
            await asyncio.wait_for(producer.stop(), self._goodbye_seconds)
            return
        # It waits for confirmations that may never come, and would try for them for ever.
        with suppress(KafkaError, TimeoutError):
            await asyncio.wait_for(producer._sender.close(), self._goodbye_seconds)  # noqa: SLF001 (there is no other way in)
        await producer.client.close()
