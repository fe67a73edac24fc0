"""Two workers on the chosen Kafka and PostgreSQL do what one does on the embedded stack."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from pipeline.demo.day import Day, make_day
from pipeline.demo.platforms import SOCIAL
from pipeline.embedded.addresses import environment
from pipeline.embedded.child import Child
from pipeline.embedded.plan import GUIYI
from pipeline.embedded.ports import HOST, free_port
from pipeline.embedded.reaper import Reaper
from pipeline.embedded.stack import Stack
from tests.faults.delivering import deliver, wait_until_polled
from tests.faults.differences import Differences, compare
from tests.faults.final_state import FinalState, read_final_state
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.services.any_broker import BrokerKind
from tests.services.apache_kafka import ApacheKafka
from tests.waiting import until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(400)]

DRAIN_SECONDS = 240.0
UNDER_LOAD_SECONDS = 150.0
"""For the whole day; once the workers have changed, the rest of it comes at once."""

NO_DIFFERENCE = Differences(lost=0, duplicated=0, wrong_profiles=0, examples=())


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(150, seed=7, platforms=SOCIAL)


@pytest.fixture(scope="module")
def embedded(day: Day, tmp_path_factory: pytest.TempPathFactory) -> FinalState:
    """The state after the day on the embedded stack: one worker, SQLite."""
    with a_line(day, tmp_path_factory.mktemp("embedded"), Lives()) as stack:
        deliver(day, stack)
        return final_state(stack)


@pytest.fixture
def services(kafka_kind: BrokerKind, postgres_url: str, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Settings of a stack with two workers. An embedded broker it starts itself."""
    chosen = {"store_url": postgres_url, "workers": 2, "topic_partitions": 6}
    if kafka_kind == "embedded":
        yield chosen
        return
    with ApacheKafka(tmp_path / "kafka") as kafka:
        yield chosen | {"kafka_bootstrap": kafka.address, "embedded_broker": False}


def final_state(stack: Stack) -> FinalState:
    wait_until_polled(stack)
    stack.wait_until_drained(DRAIN_SECONDS)
    return read_final_state(stack.settings)


def test_two_workers_leave_the_state_of_the_embedded_stack(
    day: Day, embedded: FinalState, services: dict[str, Any], tmp_path: Path
) -> None:
    lives = Lives()
    with a_line(day, tmp_path / "data", lives, **services) as stack:
        assert {"worker", "worker-2"} <= stack.pids().keys()
        deliver(day, stack)
        state = final_state(stack)
    assert embedded.events.total() == day.events.total()
    assert compare(embedded, state) == NO_DIFFERENCE
    assert lives.crashes == []


def test_workers_that_come_and_go_under_load_leave_no_trace(
    day: Day, embedded: FinalState, services: dict[str, Any], tmp_path: Path
) -> None:
    lives, changed = Lives(), Event()
    with a_line(day, tmp_path / "data", lives, **services) as stack, ThreadPoolExecutor(1) as other:
        delivery = other.submit(deliver, day, stack, seconds=UNDER_LOAD_SECONDS, hurry=changed)
        try:
            exit_code = a_third_worker_comes_and_goes(stack, tmp_path / "third.log")
            stack.restart("worker-2")
            assert not delivery.done(), "it ended before the workers had changed"
        finally:
            changed.set()
        delivery.result()
        state = final_state(stack)
    assert exit_code == 0
    assert compare(embedded, state) == NO_DIFFERENCE
    assert [crash for crash in lives.crashes if not crash.startswith("worker-2")] == []


def a_third_worker_comes_and_goes(stack: Stack, log: Path) -> int | None:
    """Start it, wait until it has partitions, and ask it to stop; its exit code."""
    port = free_port()
    settings = stack.settings.model_copy(update={"worker_port": port})
    with Reaper() as reaper:
        third = Child((*GUIYI, "worker"), environment=environment(settings), log=log, reaper=reaper)
        until(60, lambda: _is_ready(f"http://{HOST}:{port}/ready"))
        third.terminate()
        third.wait(30)
        exit_code = third.exit_code
        third.close()
    return exit_code


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
