"""The process that serves one data directory."""

import signal
import socket
from pathlib import Path

import uvicorn
from anyio import to_thread

from pipeline.embedded.clickhouse_server.app import HttpInterface
from pipeline.embedded.clickhouse_server.engine import Engine
from schemas.errors import Fatal

_HOST = "127.0.0.1"
_BACKLOG = 128
_KEEP_ALIVE_SECONDS = 30
_STOP_SECONDS = 3


def serve(path: Path, port: int) -> None:
    """Serve the data directory `path` on 127.0.0.1 until SIGTERM or SIGINT.

    On the signal, what still runs is cancelled and the data is closed, within a few seconds.

    Raises:
        Fatal: the port is taken, or the directory cannot be opened.
    """
    listener = _listen(port)
    engine = Engine(path)
    interface = HttpInterface(engine)
    config = uvicorn.Config(
        interface.app,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
        server_header=False,
    )
    # After its graceful stop uvicorn raises the signal again, which would end the process before
    # the data is closed.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    try:
        _Server(config, engine).run(sockets=[listener])
    finally:
        interface.close()
        engine.close()


class _Server(uvicorn.Server):
    """Cancels running statements first, or stopping would wait for the longest of them."""

    def __init__(self, config: uvicorn.Config, engine: Engine) -> None:
        super().__init__(config)
        self._engine = engine

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await to_thread.run_sync(self._engine.cancel)
        await super().shutdown(sockets)


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
    except OSError as error:
        listener.close()
        raise Fatal(f"port {port} of {_HOST} cannot be used: {error.strerror}") from error
    listener.listen(_BACKLOG)
    return listener
