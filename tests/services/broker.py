"""The embedded broker as a fixture: one for the whole run, topics of one's own for each test."""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from pipeline.embedded.broker import Broker
from pipeline.embedded.child import Child, last_lines
from pipeline.embedded.ports import free_port
from pipeline.embedded.reaper import Reaper
from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.topics import Topic

NewTopics = Callable[[Sequence[Topic]], list[Topic]]


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bootstrap server of a running embedded broker, `host:port`."""
    log = tmp_path_factory.mktemp("broker") / "broker.log"
    this = Broker(free_port())
    with Reaper() as reaper:
        child = Child(this.command, environment={}, log=log, reaper=reaper)
        until = time.monotonic() + 20
        while not this.is_ready():
            if child.exit_code is not None or time.monotonic() > until:
                pytest.fail("the broker did not come up:\n" + "\n".join(last_lines(log)))
            time.sleep(0.05)
        yield this.address
        child.stop(grace_seconds=2)


@pytest.fixture
def new_topics(broker: str) -> NewTopics:
    """Create topics like the given ones, under names no other test uses."""

    def create(topics: Sequence[Topic]) -> list[Topic]:
        suffix = uuid.uuid4().hex[:8]
        fresh = [replace(topic, name=f"{topic.name}.{suffix}") for topic in topics]
        create_topics(Settings(kafka_bootstrap=broker), fresh)
        return fresh

    return create
