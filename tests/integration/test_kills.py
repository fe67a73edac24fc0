"""A worker or a sink that is killed in the middle leaves the result of an undisturbed run."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.embedded.stack import Stack
from tests.integration.day import Result, a_small_day, a_stack_for, push, result_of


def run(data_dir: Path, disturb: Callable[[Stack], None]) -> Result:
    day = a_small_day()
    with a_stack_for(day, data_dir) as stack:
        disturber = threading.Thread(target=disturb, args=(stack,))
        disturber.start()
        push(day, stack)
        disturber.join()
        stack.wait_until_ready()
        return result_of(stack)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run(tmp_path_factory.mktemp("undisturbed") / "data", lambda _stack: None)


@pytest.mark.integration
@pytest.mark.timeout(300)
def test_an_undisturbed_day_is_in_clickhouse_event_by_event(undisturbed: Result) -> None:
    day = a_small_day()
    assert len(undisturbed.events) == day.events.total()
    assert all(has_profile for *_, has_profile in undisturbed.events)
    assert {account for accounts in undisturbed.profiles for account in accounts} == set(day.truth)


@pytest.mark.integration
@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", ["worker", "sink"])
def test_killing_a_part_again_and_again_changes_nothing(
    part: str, undisturbed: Result, tmp_path: Path
) -> None:
    def kill_three_times(stack: Stack) -> None:
        for _ in range(3):
            time.sleep(1.5)
            stack.kill(part)
            stack.wait_until_ready()

    disturbed = run(tmp_path / "data", kill_three_times)
    assert disturbed.events == undisturbed.events
    assert disturbed.profiles == undisturbed.profiles
