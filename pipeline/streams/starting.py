"""Starting while the broker is away: Faust would end the process, with an error of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka.errors import KafkaError
from faust.transport.drivers.aiokafka import Producer

AGAIN_SECONDS = 1.0


async def start_when_there(
    service: Any, start: Callable[[], Awaitable[None]], undo: Callable[[], Awaitable[None]]
) -> None:
    """Start a client of the broker, again and again until the broker answers or the app is to stop.

    Args:
        service: Faust's.
        start: makes and starts the client.
        undo: puts away a client that could not start.
    """
    while True:
        try:
            await start()
        except KafkaError as error:
            await undo()
            if service.app.should_stop:
                return
            service.log.warning("The broker is away, trying again: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            return


class WaitingProducer(Producer):
    """Faust's producer, which waits for the broker when it starts."""

    async def on_start(self) -> None:
        await start_when_there(self, super().on_start, self._put_away)

    async def _put_away(self) -> None:
        producer, self._producer = self._ensure_producer(), None
        await producer.stop()
