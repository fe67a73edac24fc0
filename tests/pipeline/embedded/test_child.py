import sys
import time
from pathlib import Path

import psutil

from pipeline.embedded.child import Child, last_lines
from pipeline.embedded.reaper import Reaper

WRITES = "import time\nfor n in range(9999):\n  print('line', n, flush=True)\n  time.sleep(0.001)"


def test_a_long_log_is_moved_aside_while_its_program_writes_on(tmp_path: Path) -> None:
    log = tmp_path / "writer.log"
    with Reaper() as reaper:
        child = Child((sys.executable, "-c", WRITES), environment={}, log=log, reaper=reaper)
        until = time.monotonic() + 10
        while log.stat().st_size < 2000 and time.monotonic() < until:
            time.sleep(0.01)
        child.bound_log(max_bytes=1000)
        aside = (tmp_path / "writer.1.log").read_text()
        time.sleep(0.2)
        assert aside.startswith("line 0\n")
        assert 0 < log.stat().st_size < 1_000_000
        assert b"\0" not in log.read_bytes()
        child.stop(1)


def test_the_last_lines_of_a_log_that_was_never_written_are_none(tmp_path: Path) -> None:
    assert last_lines(tmp_path / "none.log") == []


def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    log = tmp_path / "parent.log"
    program = (
        "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', "
        "'import time; time.sleep(600)']); print(p.pid, flush=True); p.wait()"
    )
    with Reaper() as reaper:
        child = Child((sys.executable, "-c", program), environment={}, log=log, reaper=reaper)
        until = time.monotonic() + 10
        while not log.read_text().endswith("\n") and time.monotonic() < until:
            time.sleep(0.02)
        grandchild = int(log.read_text())
        child.close()
        _assert_gone(grandchild)


def _assert_gone(pid: int) -> None:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.02)
    raise AssertionError(f"process {pid} still runs")
