"""A worker that meets a broken stream: it halts, stays halted, and loses nothing."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaProducer

from pipeline.dead_letters.bound import EXAMPLES
from pipeline.dead_letters.halted import EXIT_HALTED
from pipeline.dead_letters.halts import lift_halts
from pipeline.dead_letters.register import read_dead_letters
from pipeline.embedded.backlog import Backlog
from pipeline.embedded.broker import Broker
from pipeline.embedded.child import Child
from pipeline.embedded.plan import READERS
from pipeline.embedded.ports import free_port
from pipeline.embedded.reaper import Reaper
from pipeline.kafka import WORKER_GROUP, create_topics, producer_options
from pipeline.settings import Settings
from schemas.topics import TOPICS, raw_topic
from tests.waiting import until

pytestmark = pytest.mark.integration

RAW = raw_topic("web")
BOUND = 15
MESSAGES = 40


class Line:
    """A broker of the test's own, and `guiyi worker` on it, life after life."""

    def __init__(self, settings: Settings, reaper: Reaper) -> None:
        self.settings = settings
        self.log = settings.data_dir / "worker.log"
        self._reaper = reaper

    def worker(self, max_dead_letters: int) -> Child:
        return Child(
            (sys.executable, "-m", "pipeline.cli", "worker"),
            environment={
                "GUIYI_KAFKA_BOOTSTRAP": self.settings.kafka_bootstrap,
                "GUIYI_DATA_DIR": str(self.settings.data_dir),
                "GUIYI_WORKER_PORT": "0",
                "GUIYI_MAX_DEAD_LETTERS": str(max_dead_letters),
            },
            log=self.log,
            reaper=self._reaper,
        )

    def break_stream(self) -> None:
        producer = KafkaProducer(**producer_options(self.settings))
        for number in range(MESSAGES):
            producer.send(RAW.name, key=b"one partition", value=b"13800138000 %d" % number)
        producer.close()

    def unprocessed(self) -> int:
        with Backlog(self.settings, READERS) as backlog:
            return backlog.unprocessed()[WORKER_GROUP]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    broker = Broker(free_port())
    settings = Settings(kafka_bootstrap=broker.address, data_dir=tmp_path)
    with Reaper() as reaper:
        log = tmp_path / "broker.log"
        child = Child(broker.command, environment={}, log=log, reaper=reaper)
        until(20, broker.is_ready)
        create_topics(settings, (*TOPICS, RAW))
        yield Line(settings, reaper)
        child.stop(grace_seconds=2)


def halts(line: Line) -> bool:
    worker = line.worker(BOUND)
    return worker.wait(60) and worker.exit_code == EXIT_HALTED


def test_a_broken_stream_halts_the_worker_until_somebody_lets_it_go_on(line: Line) -> None:
    line.break_stream()
    for _ in range(2):
        assert halts(line), line.log.read_text()
    said = line.log.read_text()
    assert said.count("worker_halted") == 1
    assert f"more than the {BOUND} of GUIYI_MAX_DEAD_LETTERS; {MESSAGES} of them:" in said
    assert "138" not in said
    assert line.unprocessed() == MESSAGES
    assert len(read_dead_letters(line.settings)) == EXAMPLES

    assert lift_halts(line.settings)
    assert halts(line), "the stream is still broken"
    assert line.log.read_text().count("worker_halted") == 2
    assert line.unprocessed() == MESSAGES

    worker = line.worker(MESSAGES)
    until(60, lambda: line.unprocessed() == 0)
    assert len(read_dead_letters(line.settings)) == MESSAGES
    worker.stop(grace_seconds=5)
