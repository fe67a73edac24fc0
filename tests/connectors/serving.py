"""Serving an app over real HTTP, and a broker that may be taken away."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.topics import raw_topic
from tests.services.any_broker import AnyBroker

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


def come_back(broker: AnyBroker) -> None:
    """Start a broker again; the embedded one has forgotten its topics."""
    broker.start()
    broker.wait_until_ready()
    create_raw_topics(broker.settings)


def create_raw_topics(settings: Settings) -> None:
    create_topics(settings, [raw_topic(platform) for platform in PLATFORMS])
