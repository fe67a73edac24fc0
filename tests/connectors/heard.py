"""Running a listener against a platform's end over real sockets, with its events in memory."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from httpx import AsyncClient

from connectors.sdk.listener import Listener
from schemas.raw import RawEvent

_PATIENCE_SECONDS = 20.0


def heard_from(
    listener: Listener, *, until: Callable[[list[RawEvent]], bool] = lambda _raws: False
) -> list[RawEvent]:
    """What it hears until that is enough, and it is stopped, or until it returns."""
    heard: list[RawEvent] = []

    async def listen() -> None:
        enough = asyncio.Event()

        async def publish(raws: Sequence[RawEvent]) -> None:
            heard.extend(raws)
            if until(heard):
                enough.set()

        async with AsyncClient() as client, asyncio.timeout(_PATIENCE_SECONDS):
            listening = asyncio.ensure_future(listener.listen(publish, client))
            waiting = asyncio.ensure_future(enough.wait())
            await asyncio.wait((listening, waiting), return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    asyncio.run(listen())
    return heard
