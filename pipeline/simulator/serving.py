"""Serve an app over HTTP on this machine for a while."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from schemas.errors import Fatal

HOST = "127.0.0.1"
START_SECONDS = 20.0


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve the app on a free port, in a thread, with its lifespan; gives its URL.

    Raises:
        Fatal: when it does not come up.
    """
    with socket.create_server((HOST, 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="served", daemon=True
        )
        thread.start()
        try:
            _wait_until_started(server, thread)
            yield f"http://{HOST}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise Fatal("the app does not come up")
        time.sleep(0.01)
