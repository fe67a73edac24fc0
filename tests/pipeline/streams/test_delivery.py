"""What an agent over the batch transport is given, on a real broker, and what it gets again."""

import time
from collections import Counter

import pytest

from tests.pipeline.streams.journal import Journal, in_order_when_first_seen
from tests.pipeline.streams.line import Line

pytestmark = pytest.mark.integration

MESSAGES = 1000


def test_every_message_arrives_once_and_in_order_of_its_partition(
    line: Line, journal: Journal
) -> None:
    line.publish(MESSAGES)
    line.worker()
    journal.wait_for(MESSAGES)
    assert set(Counter(journal.messages()).values()) == {1}
    assert in_order_when_first_seen(journal.messages())


def test_what_arrives_during_work_is_handed_over_together(line: Line, journal: Journal) -> None:
    line.worker("--work-seconds=1")
    with line.publishing(per_second=100):
        journal.wait_for(400)
    assert len(journal.entries()) < 60


def test_a_bug_ends_the_process_and_its_batch_is_delivered_again(
    line: Line, journal: Journal
) -> None:
    line.publish(MESSAGES)
    failed = line.worker("--raise-at=120", "--leave")
    assert failed.wait(timeout=60) == 70
    unfinished = set(journal.messages("start")) - set(journal.messages())
    assert unfinished
    line.worker()
    journal.wait_for(MESSAGES)
    assert unfinished <= set(journal.messages())


def test_behind_a_batch_that_raised_nothing_is_handed_over(line: Line, journal: Journal) -> None:
    line.publish(MESSAGES)
    line.worker("--raise-at=40")
    time.sleep(10)
    assert not journal.messages()
    assert {entry.first for entry in journal.entries("start")} == {0}


def test_a_partition_that_waits_holds_up_no_other(line: Line, journal: Journal) -> None:
    line.publish(MESSAGES)
    gate = journal.file.with_name("gate")
    line.worker("--gated", "0", f"--gate={gate}")
    journal.wait_for(1, "start")
    until = time.monotonic() + 30
    while time.monotonic() < until and len({p for p, _ in journal.messages()}) < 3:
        time.sleep(0.1)
    assert {partition for partition, _ in journal.messages()} == {1, 2, 3}
    gate.touch()
    journal.wait_for(MESSAGES)
    assert in_order_when_first_seen(journal.messages())


def test_a_halted_agent_bounds_what_the_worker_holds(line: Line, journal: Journal) -> None:
    line.publish(10 * MESSAGES)
    gate = journal.file.with_name("gate")
    line.worker("--gated", "0", "1", "2", "3", f"--gate={gate}")
    journal.wait_for(1, "start")
    time.sleep(3)
    assert 0 < max(journal.held()) <= 4 * 2 * 50
    gate.touch()
    journal.wait_for(10 * MESSAGES)
    assert set(Counter(journal.messages()).values()) == {1}


def test_what_was_done_before_a_graceful_stop_is_not_delivered_again(
    line: Line, journal: Journal
) -> None:
    line.publish(MESSAGES)
    first = line.worker("--name=first", "--work-seconds=0.5")
    journal.wait_for(300)
    first.terminate()
    first.wait(timeout=30)
    line.worker("--name=second")
    journal.wait_for(MESSAGES)
    assert set(Counter(journal.messages()).values()) == {1}
    assert in_order_when_first_seen(journal.messages())


def test_a_killed_worker_loses_nothing(line: Line, journal: Journal) -> None:
    line.publish(MESSAGES)
    first = line.worker("--name=first", "--work-seconds=0.3")
    journal.wait_for(300)
    first.kill()
    line.worker("--name=second")
    journal.wait_for(MESSAGES)
    assert in_order_when_first_seen(journal.messages())
