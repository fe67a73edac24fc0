"""`guiyi up` from outside, with every real part."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from pipeline.demo.directory import embedded_settings
from pipeline.embedded.addresses import environment
from pipeline.embedded.running import load_running

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]

UP = (sys.executable, "-m", "pipeline.cli", "up", "--data")
ORDER = ["connectors", "worker", "sink", "clickhouse", "broker"]


class Up:
    """A running `guiyi up`."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._output = data_dir.parent / f"up-{time.monotonic_ns()}.txt"
        with self._output.open("w") as output:
            self.process = subprocess.Popen(
                [*UP, str(data_dir)], stdout=output, stderr=subprocess.STDOUT
            )

    @property
    def output(self) -> str:
        return self._output.read_text()

    def wait_until_ready(self) -> None:
        _until(lambda: "up:" in self.output or self.process.poll() is not None, 120)
        assert self.process.poll() is None, self.output

    def parts(self) -> dict[str, psutil.Process]:
        recorded = json.loads((self.data_dir / "stack.json").read_text())["parts"]
        return {name: psutil.Process(part["pid"]) for name, part in recorded.items()}

    def query(self, sql: str) -> str:
        address = load_running(self.data_dir)["clickhouse_url"]
        answer = httpx.post(address, content=sql, timeout=20, trust_env=False)
        assert answer.status_code == 200, answer.text
        return answer.text

    def stop(self) -> float:
        """Press Ctrl-C; the seconds until the prompt is back."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        return time.monotonic() - began


@pytest.fixture
def up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Up]]:
    for name in [name for name in os.environ if name.startswith("GUIYI_")]:
        monkeypatch.delenv(name)
    started: list[Up] = []

    def start() -> Up:
        started.append(Up(tmp_path / "data"))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def test_ctrl_c_stops_the_stack_in_time_and_the_next_one_keeps_its_data(
    up: Callable[[], Up],
) -> None:
    first = up()
    first.wait_until_ready()
    parts = first.parts()
    assert set(parts) == set(ORDER)
    first.query("CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n")
    first.query("INSERT INTO kept VALUES (7)")

    refused = subprocess.run(
        [*UP, str(first.data_dir)], capture_output=True, text=True, check=False, timeout=60
    )
    assert refused.returncode == 1
    assert f"already runs on {first.data_dir} (pid {first.process.pid})" in refused.stderr

    assert first.stop() < 10, first.output
    assert first.process.returncode == 0, first.output
    stopped = [line.split()[1:] for line in first.output.splitlines() if line.startswith("■")]
    # The broker has nothing to keep.
    assert stopped[:-1] == [[name, "stopped"] for name in ORDER[:-1]]
    assert not any(_runs(part) for part in parts.values())
    assert load_running(first.data_dir) == {}

    second = up()
    second.wait_until_ready()
    assert second.query("SELECT n FROM kept").strip() == "7"
    assert second.stop() < 10


def test_killed_or_hurried_the_stack_leaves_nothing_behind(
    up: Callable[[], Up], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The usual ports are for the test above, which may run at the same time.
    for name, value in environment(embedded_settings(tmp_path / "data")).items():
        monkeypatch.setenv(name, value)
    first = up()
    first.wait_until_ready()
    parts = first.parts()
    first.process.kill()
    _until(lambda: not any(_runs(part) for part in parts.values()), 5)

    second = up()
    second.wait_until_ready()
    killed = second.parts()["worker"]
    killed.kill()
    _until(lambda: second.parts().get("worker", killed).pid != killed.pid, 30)

    second.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    parts = second.parts()
    assert second.stop() < 2, "the second Ctrl-C does not wait"
    assert not any(_runs(part) for part in parts.values())


def _runs(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _until(is_true: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"not so after {seconds} s"
        time.sleep(0.1)
