"""The brokers that the contenders are measured on."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from pipeline.embedded.broker import Broker
from pipeline.embedded.child import Child, last_lines
from pipeline.embedded.ports import free_port
from pipeline.embedded.reaper import Reaper
from schemas.errors import Fatal
from tests.services.apache_kafka import ApacheKafka

READY_SECONDS = 20.0


@contextmanager
def embedded() -> Iterator[str]:
    """The embedded broker; its bootstrap server."""
    broker = Broker(free_port())
    with tempfile.TemporaryDirectory() as folder, Reaper() as reaper:
        log = Path(folder) / "broker.log"
        child = Child(broker.command, environment={}, log=log, reaper=reaper)
        until = time.monotonic() + READY_SECONDS
        while not broker.is_ready():
            if child.exit_code is not None or time.monotonic() > until:
                raise Fatal("the broker did not come up:\n" + "\n".join(last_lines(log)))
            time.sleep(0.05)
        yield broker.address
        child.stop(grace_seconds=2)


@contextmanager
def apache() -> Iterator[str]:
    """One broker of Apache Kafka; its bootstrap server."""
    with tempfile.TemporaryDirectory() as folder, ApacheKafka(Path(folder)) as broker:
        yield broker.address


BROKERS: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "embedded": embedded,
    "apache": apache,
}
