"""The embedded broker is killed: it tells what it forgot; sent again, nothing is missing."""

import os
import signal
import sqlite3
import time
from contextlib import closing

from pipeline.embedded.stack import Stack
from schemas.errors import Fatal
from tests.faults.delivering import being_delivered, deliver, wait_until_polled
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.faults.scenarios.case import Case, Outcome, settled

DEATHS = 3
SECONDS_PER_DEATH = 10.0
COUNTED_SECONDS = 6.0
"""Within this time the stack has counted what is unprocessed."""


def broker_killed(case: Case) -> Outcome:
    """The broker dies again and again with work undone; then everything is sent once more."""
    lives = Lives()
    with a_line(case.day, case.folder / "data", lives) as stack:
        with being_delivered(case.day, stack, seconds=DEATHS * SECONDS_PER_DEATH):
            for death in range(DEATHS):
                _pause_worker_until_work_is_left(stack)
                stack.kill("broker")
                _wait_for(lives, death + 1)
                stack.wait_until_ready()
        _poll_from_the_beginning(stack)
        deliver(case.day, stack)
        forgotten = sum(each.messages or 0 for each in lives.forgotten)
        return settled(stack, lives, {"killed.broker": DEATHS, "told.forgotten": forgotten})


def _pause_worker_until_work_is_left(stack: Stack) -> None:
    os.kill(stack.pids()["worker"], signal.SIGSTOP)
    time.sleep(COUNTED_SECONDS)


def _wait_for(lives: Lives, deaths: int) -> None:
    until = time.monotonic() + COUNTED_SECONDS
    while len(lives.forgotten) < deaths:
        if time.monotonic() > until:
            raise Fatal("the broker died and nobody said what it forgot")
        time.sleep(0.05)


def _poll_from_the_beginning(stack: Stack) -> None:
    """Platforms keep their lists; what says how far they were read must be forgotten too."""
    wait_until_polled(stack)
    with closing(sqlite3.connect(stack.settings.data_dir / "cursors.sqlite3")) as cursors, cursors:
        cursors.execute("delete from poller_cursor")
    stack.kill("connectors")
