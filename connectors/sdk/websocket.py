"""WebSockets to a platform, with driver exceptions translated."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NoReturn
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from schemas.errors import Retry

_OPEN_SECONDS = 10.0
_CLOSE_SECONDS = 2.0
_GATHER_SECONDS = 0.01
_MOST_GATHERED = 500
_OURSELVES = frozenset({"127.0.0.1", "localhost"})


class Silent(Retry):
    """Nothing was heard for too long."""


@asynccontextmanager
async def connected(url: str, *, max_bytes: int) -> AsyncIterator["Socket"]:
    """A connection, closed on leaving.

    The library's own pings are off: while the broker is away nothing is read, so that their answers
    would not be either. Who listens keeps the connection alive as the platform wants it.

    Args:
        url: where to; a simulated platform on this machine is asked without a proxy.
        max_bytes: a longer message ends the connection.

    Raises:
        Retry: when it cannot be opened.
    """
    host = urlsplit(url).hostname
    opening = connect(
        url,
        max_size=max_bytes,
        open_timeout=_OPEN_SECONDS,
        close_timeout=_CLOSE_SECONDS,
        ping_interval=None,
        proxy=None if host in _OURSELVES else True,
    )
    try:
        connection = await opening
    except (OSError, TimeoutError, WebSocketException) as error:
        raise Retry(f"no connection to {host}: {type(error).__name__}") from error
    try:
        yield Socket(connection)
    finally:
        await connection.close()


class Socket:
    """An open connection. One task receives; any may send."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._heard: list[bytes] = []

    async def send(self, message: bytes) -> None:
        """Send a binary message.

        Raises:
            Retry: when the connection is closed.
        """
        try:
            await self._connection.send(message)
        except ConnectionClosed as error:
            raise Retry("the connection is closed") from error

    async def send_every(self, seconds: float, message: bytes) -> NoReturn:
        """Send a message again and again until cancelled.

        That the connection has ended is for who receives to find out, after all that came before.
        """
        with suppress(Retry):
            while True:
                await self.send(message)
                await asyncio.sleep(seconds)
        while True:  # noqa: ASYNC110 (nothing is waited for but to be cancelled)
            await asyncio.sleep(seconds)

    async def answer(self, patience_seconds: float) -> bytes:
        """The next message alone, for who has just asked for it.

        Raises:
            Silent: when nothing comes within the patience.
            Retry: when the connection has ended.
        """
        try:
            await self._hear_within(patience_seconds)
        except ConnectionClosed as error:
            raise Retry("the connection is closed") from error
        return self._heard.pop()

    async def receive(self, patience_seconds: float) -> tuple[bytes, ...]:
        """The next message, with those that follow at once; none when the connection has ended.

        They come together so that they can be published together.

        Raises:
            Silent: when nothing comes within the patience.
        """
        with suppress(ConnectionClosed):
            await self._hear_within(patience_seconds)
            await self._hear_following()
        return self._taken()

    async def rest(self) -> tuple[bytes, ...]:
        """What has come and was not given yet, for who stops receiving."""
        with suppress(ConnectionClosed):
            await self._hear_following()
        return self._taken()

    async def ping(self, patience_seconds: float) -> None:
        """Return when the platform's end answers.

        Raises:
            Silent: when it does not within the patience.
            Retry: when the connection is closed.
        """
        try:
            async with asyncio.timeout(patience_seconds):
                await (await self._connection.ping())
        except TimeoutError as error:
            raise Silent(f"no answer to a ping for {patience_seconds:.0f} s") from error
        except ConnectionClosed as error:
            raise Retry("the connection is closed") from error

    async def _hear_within(self, patience_seconds: float) -> None:
        try:
            async with asyncio.timeout(patience_seconds):
                await self._hear()
        except TimeoutError as error:
            raise Silent(f"nothing was heard for {patience_seconds:.0f} s") from error

    async def _hear(self) -> None:
        self._heard.append(await self._connection.recv(decode=False))

    async def _hear_following(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_GATHER_SECONDS):
                while len(self._heard) < _MOST_GATHERED:
                    await self._hear()

    def _taken(self) -> tuple[bytes, ...]:
        heard, self._heard = tuple(self._heard), []
        return heard
