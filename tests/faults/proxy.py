"""A TCP proxy that does what networks and overloaded servers do."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from pipeline.embedded.ports import HOST

PIECE_BYTES = 64 * 1024
SLOW_SECONDS = 0.7
BUSY = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbusy"


class Mode(StrEnum):
    """What becomes of the traffic."""

    PASSING = "passing"
    REFUSING = "refusing"
    """Nobody listens, and connections that stood are cut."""
    BUSY = "busy"
    """Every call is answered with 503."""
    SLOW = "slow"
    """Each piece takes a while, in both directions."""
    LOSING_ANSWERS = "losing_answers"
    """Calls arrive; instead of the answer the connection is cut."""


class Proxy:
    """Listens on a port of its own and passes on to `upstream`, a port, in the mode of the moment.

    Its methods may be called from any thread; `harmed` counts connections and pieces by mode.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.upstream = 0
        self.port = 0
        self.harmed: Counter[Mode] = Counter()
        self._loop = loop
        self._mode = Mode.PASSING
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()

    def become(self, mode: Mode) -> None:
        """Change the mode; it holds when this returns."""
        asyncio.run_coroutine_threadsafe(self._become(mode), self._loop).result()

    async def _become(self, mode: Mode) -> None:
        self._mode = mode
        if mode is Mode.REFUSING and self._server is not None:
            self._server.close()
            self._server = None
            for writer in self._connections:
                self._harm()
                writer.transport.abort()
        elif mode is not Mode.REFUSING and self._server is None:
            self._server = await asyncio.start_server(self._serve, HOST, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        with suppress(OSError):
            up_reader, up_writer = await asyncio.open_connection(HOST, self.upstream)
            try:
                await asyncio.gather(
                    self._ask(reader, up_writer, writer), self._answer(up_reader, writer)
                )
            finally:
                up_writer.transport.abort()
        writer.transport.abort()
        self._connections.discard(writer)

    async def _ask(
        self, reader: asyncio.StreamReader, up: asyncio.StreamWriter, back: asyncio.StreamWriter
    ) -> None:
        while piece := await reader.read(PIECE_BYTES):
            if self._mode is Mode.BUSY:
                self._harm()
                back.write(BUSY)
                await back.drain()
                raise ConnectionAbortedError
            await self._pass_on(piece, up)
        raise ConnectionAbortedError

    async def _answer(self, up: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await up.read(PIECE_BYTES):
            if self._mode is Mode.LOSING_ANSWERS:
                self._harm()
                raise ConnectionAbortedError
            await self._pass_on(piece, writer)
        raise ConnectionAbortedError

    async def _pass_on(self, piece: bytes, writer: asyncio.StreamWriter) -> None:
        if self._mode is Mode.SLOW:
            self._harm()
            await asyncio.sleep(SLOW_SECONDS)
        writer.write(piece)
        await writer.drain()

    def _harm(self) -> None:
        self.harmed[self._mode] += 1


@contextmanager
def a_proxy() -> Iterator[Proxy]:
    """A running proxy, passing on."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="proxy", daemon=True)
    thread.start()
    proxy = Proxy(loop)
    try:
        proxy.become(Mode.PASSING)
        yield proxy
    finally:
        proxy.become(Mode.REFUSING)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
