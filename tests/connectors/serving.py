"""Serving an app over real HTTP, and a broker that may be taken away."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from pipeline.embedded.broker import Broker
from pipeline.embedded.child import Child
from pipeline.embedded.reaper import Reaper
from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.topics import raw_topic

HOST = "127.0.0.1"
START_SECONDS = 20.0
PLATFORMS = ("crm", "web", "wechat_oa", "weibo")


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The app on a free port, in a thread, with its lifespan; gives its URL."""
    with socket.create_server((HOST, 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + START_SECONDS
        while not server.started:
            assert thread.is_alive(), "the app did not come up"
            assert time.monotonic() < until, "the app did not come up"
            time.sleep(0.01)
        try:
            yield f"http://{HOST}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


class OwnBroker:
    """A broker of one test's own. It forgets everything when it goes away."""

    def __init__(self, port: int, folder: Path, reaper: Reaper) -> None:
        self._port = port
        self._log = folder / "broker.log"
        self._reaper = reaper
        self.address = f"{HOST}:{port}"

    def start(self) -> None:
        broker = Broker(self._port)
        self._child = Child(broker.command, environment={}, log=self._log, reaper=self._reaper)
        until = time.monotonic() + START_SECONDS
        while not broker.is_ready():
            assert time.monotonic() < until, "the broker did not come up"
            time.sleep(0.05)
        create_raw_topics(self.address)

    def stop(self) -> None:
        self._child.stop(grace_seconds=0)


def create_raw_topics(address: str) -> None:
    settings = Settings(kafka_bootstrap=address)
    create_topics(settings, [raw_topic(platform) for platform in PLATFORMS])
