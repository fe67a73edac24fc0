"""Fair turns on the event loop."""

import asyncio
from collections import deque

AT_ONCE = 8
"""Of a call's parts, each well below a millisecond."""


class Turns:
    """Lets a few of many tasks go on in each turn of the event loop.

    When hundreds may go on at once, all of them do in one turn, and whoever comes meanwhile waits
    for the last. With this those who can wait do so here, and those who cannot are let by.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def wait(self) -> None:
        """Return when it is the caller's turn: who came first goes first."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._let_some_go)
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _let_some_go(self) -> None:
        for _ in range(min(self._at_once, len(self._waiting))):
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._let_some_go)
