"""The identity store's files cannot grow, as on a full disk or at the end of a quota."""

import time
from pathlib import Path

import psutil

from pipeline.embedded.stack import Stack
from tests.faults.delivering import being_delivered
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.faults.scenarios.case import Case, Outcome, settled

ROUNDS = 3
ROOM_BYTES = 128 * 1024
FULL_SECONDS = 5.0
PEACE_SECONDS = 2.0
NO_LIMIT = psutil.RLIM_INFINITY


def disk_full(case: Case) -> Outcome:
    """The worker can write no file beyond a size that its store reaches at once.

    The kernel's limit of a process stands for the disk's: it needs no rights, takes effect in the
    running worker, and SQLite's writes fail in the same place.
    """
    lives = Lives()
    with a_line(case.day, case.folder / "data", lives) as stack:
        seconds = ROUNDS * (FULL_SECONDS + PEACE_SECONDS)
        with being_delivered(case.day, stack, seconds=seconds):
            for _ in range(ROUNDS):
                _limit(stack, _largest(stack.settings.data_dir) + ROOM_BYTES)
                time.sleep(FULL_SECONDS)
                _limit(stack, NO_LIMIT)
                time.sleep(PEACE_SECONDS)
        return settled(stack, lives, {"writes_refused": _refusals(stack)})


def _limit(stack: Stack, most_bytes: int) -> None:
    worker = psutil.Process(stack.pids()["worker"])
    worker.rlimit(psutil.RLIMIT_FSIZE, (most_bytes, NO_LIMIT))


def _largest(data_dir: Path) -> int:
    return max(file.stat().st_size for file in data_dir.glob("identity.sqlite3*"))


def _refusals(stack: Stack) -> int:
    log = (stack.settings.data_dir / "logs" / "worker.log").read_text()
    return sum("SQLITE_" in line for line in log.splitlines())
