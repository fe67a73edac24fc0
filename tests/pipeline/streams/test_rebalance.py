"""Workers that come and go while messages arrive."""

import signal
import time
from collections import Counter

import pytest

from tests.pipeline.streams.journal import Journal, in_order_when_first_seen
from tests.pipeline.streams.line import Line

pytestmark = pytest.mark.integration

PER_SECOND = 200


def test_a_worker_that_joins_and_one_that_leaves_cost_no_message_and_no_repetition(
    line: Line, journal: Journal
) -> None:
    first = line.worker("--name=first", "--work-seconds=0.2")
    with line.publishing(PER_SECOND) as published:
        journal.wait_for(300)
        line.worker("--name=second", "--work-seconds=0.2")
        journal.wait_for(300, worker="second")
        first.terminate()
        assert first.wait(timeout=30) == 0
    journal.wait_for_these(published)
    assert not journal.entries("cut")
    assert set(Counter(journal.messages()).values()) == {1}
    assert in_order_when_first_seen(journal.messages())


def test_a_killed_worker_s_partitions_go_on_with_the_other(line: Line, journal: Journal) -> None:
    first = line.worker("--name=first", "--work-seconds=0.2")
    line.worker("--name=second", "--work-seconds=0.2")
    with line.publishing(PER_SECOND) as published:
        journal.wait_for(300, worker="first")
        journal.wait_for(300, worker="second")
        first.kill()
        survived = len(journal.messages(worker="second"))
        journal.wait_for(survived + 500, worker="second")
    journal.wait_for_these(published)
    assert in_order_when_first_seen(journal.messages())


def test_work_longer_than_the_grace_is_cut_short_and_done_again(
    line: Line, journal: Journal
) -> None:
    line.publish(200)
    gate = journal.file.with_name("gate")
    line.worker(
        "--name=first", "--grace-seconds=1", f"--gate={gate}", "--gated", "0", "1", "2", "3"
    )
    journal.wait_for(1, "start")
    line.worker("--name=second", f"--gate={gate}", "--gated", "0", "1", "2", "3")
    journal.wait_for(1, "start", worker="second")
    cut = set(journal.messages("cut", worker="first"))
    assert cut
    assert not journal.messages("stale")
    gate.touch()
    journal.wait_for(200)
    assert Counter(journal.messages())[next(iter(cut))] == 1


def test_a_worker_that_comes_back_from_a_halt_past_its_session_loses_nothing(
    line: Line, journal: Journal
) -> None:
    first = line.worker("--name=first", "--work-seconds=0.2")
    line.worker("--name=second", "--work-seconds=0.2")
    with line.publishing(PER_SECOND) as published:
        journal.wait_for(200, worker="first")
        journal.wait_for(200, worker="second")
        first.send_signal(signal.SIGSTOP)
        time.sleep(10)
        first.send_signal(signal.SIGCONT)
    journal.wait_for_these(published)
