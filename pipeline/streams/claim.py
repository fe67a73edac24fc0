"""A worker's hold on a partition, and how its work learns that it is over."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Claim:
    """From the assignment of a partition to this worker until it is taken away. It never returns:
    the same partition, assigned again, comes with a new claim.
    """

    def __init__(self) -> None:
        self._stands = True
        self._work: set[asyncio.Future[None]] = set()

    @property
    def stands(self) -> bool:
        """False: another worker may have the partition by now. May be read from any thread."""
        return self._stands

    def end(self) -> None:
        """Take the partition away, and cancel what is being done under the claim."""
        self._stands = False
        for work in self._work:
            work.cancel()

    async def hold(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do `work` for as long as the claim stands, and say whether it was done.

        False: it was cancelled at an `await`, or not begun. What `work` raises is raised.
        """
        if not self._stands:
            work.close()
            return False
        doing = asyncio.ensure_future(work)
        self._work.add(doing)
        try:
            await doing
        except asyncio.CancelledError:
            caller = asyncio.current_task()
            if self._stands or (caller is not None and caller.cancelling()):
                raise
            return False
        finally:
            self._work.discard(doing)
        return True
