"""A callback that only says: there is something to be asked for."""

import asyncio


class Doorbell:
    """Rung by a receiver, heard by a poller of the same process.

    A ring while the poller is at work is not lost: it asks once more. Where receiver and poller
    are in different processes nobody hears it, and the poller's interval has to do.
    """

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Have the poller ask at once."""
        self._rung.set()

    async def heard(self) -> bool:
        """Return when it has been rung since it was last heard."""
        await self._rung.wait()
        self._rung.clear()
        return True
