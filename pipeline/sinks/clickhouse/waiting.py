"""How long the sink waits, and that a stop ends it."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress

_FIRST_DELAY_SECONDS = 0.2
_LONGEST_DELAY_SECONDS = 10.0


async def wait_for_stop(seconds: float, stop: asyncio.Event) -> None:
    """Wait, but not longer than until the stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def delays() -> Iterator[float]:
    """Seconds to wait between attempts, each longer than the one before, without an end."""
    delay = _FIRST_DELAY_SECONDS
    while True:
        yield delay
        delay = min(delay * 2, _LONGEST_DELAY_SECONDS)
