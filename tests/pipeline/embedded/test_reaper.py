"""The reaper, from outside: a parent that is killed takes its children with it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

PARENT = """
import sys, time
from pathlib import Path
from pipeline.embedded.child import Child
from pipeline.embedded.reaper import Reaper
with Reaper() as reaper:
    child = Child(
        (sys.executable, "-c", "import time; time.sleep(600)"),
        environment={}, log=Path(sys.argv[1]), reaper=reaper,
    )
    gone = Child((sys.executable, "-c", ""), environment={}, log=Path(sys.argv[1]), reaper=reaper)
    gone.stop(1)
    print(child.pid, flush=True)
    time.sleep(600)
"""


def test_children_do_not_outlive_a_parent_that_was_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    assert child.is_running()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 5
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until, "the child lingers"
        time.sleep(0.02)
