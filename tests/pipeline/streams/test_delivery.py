"""What an agent over the batch transport is given, on a broker, and what it gets again."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kafka import KafkaProducer

from pipeline.kafka import producer_options
from pipeline.settings import Settings
from schemas.topics import EVENTS
from tests.services.broker import NewTopics

MESSAGES = 1000
Start = Callable[[int], "subprocess.Popen[bytes]"]


@pytest.fixture
def topic(broker_settings: Settings, new_topics: NewTopics) -> str:
    name = new_topics([EVENTS])[0].name
    producer = KafkaProducer(**producer_options(broker_settings))
    sent = [producer.send(name, key=b"%d" % (index % 97), value=b"{}") for index in range(MESSAGES)]
    assert all(future.get(timeout=10) for future in sent)
    producer.close()
    return name


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    return tmp_path / "batches"


@pytest.fixture
def start(broker: str, topic: str, finished: Path) -> Iterator[Start]:
    group, started = uuid.uuid4().hex, []

    def start_worker(fail_at: int = -1) -> "subprocess.Popen[bytes]":
        script = Path(__file__).with_name("recording_worker.py")
        command = [sys.executable, str(script), broker, topic, group, str(finished), str(fail_at)]
        started.append(subprocess.Popen(command, cwd=Path.cwd(), env={"PYTHONPATH": "."}))
        return started[-1]

    yield start_worker
    for worker in started:
        worker.kill()
        worker.wait()


def batches_in(file: Path, mark: str = "done") -> list[tuple[int, int, int]]:
    lines = file.read_text().splitlines() if file.exists() else []
    found = [line.split() for line in lines if line.startswith(mark)]
    return [(int(partition), int(first), int(last)) for _, partition, first, last in found]


def messages_in(batches: list[tuple[int, int, int]]) -> set[tuple[int, int]]:
    return {
        (partition, offset)
        for partition, first, last in batches
        for offset in range(first, last + 1)
    }


def wait_for_all(file: Path) -> None:
    until = time.monotonic() + 60
    while len(messages_in(batches_in(file))) < MESSAGES:
        assert time.monotonic() < until, f"only {len(messages_in(batches_in(file)))} arrived"
        time.sleep(0.1)


@pytest.mark.integration
def test_every_message_arrives_once_and_in_order_of_its_partition(
    start: Start, finished: Path
) -> None:
    start(-1)
    wait_for_all(finished)
    batches = batches_in(finished)
    assert sum(last - first + 1 for _, first, last in batches) == MESSAGES
    for partition in range(4):
        bounds = [(first, last) for number, first, last in batches if number == partition]
        assert bounds == sorted(bounds)


@pytest.mark.integration
def test_the_batch_that_a_worker_died_in_is_delivered_again(start: Start, finished: Path) -> None:
    failed = start(120)
    assert failed.wait(timeout=60) == 70
    cut_short = set(batches_in(finished, "start")) - set(batches_in(finished))
    assert cut_short
    start(-1)
    wait_for_all(finished)
    assert messages_in(list(cut_short)) <= messages_in(batches_in(finished))


@pytest.mark.integration
def test_what_was_committed_before_a_graceful_stop_is_not_delivered_again(
    start: Start, finished: Path
) -> None:
    first = start(-1)
    wait_for_all(finished)
    time.sleep(1)
    first.terminate()
    first.wait(timeout=30)
    second = start(-1)
    time.sleep(8)
    assert second.poll() is None
    assert sum(last - start + 1 for _, start, last in batches_in(finished)) == MESSAGES
