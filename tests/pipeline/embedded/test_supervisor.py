import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from pipeline.embedded.notices import Died, Halted, Notice, Stopped, Up
from pipeline.embedded.part import Part
from pipeline.embedded.reaper import Reaper
from pipeline.embedded.supervisor import Supervisor
from schemas.errors import Fatal, Retry
from tests.pipeline.embedded.standins import HALTS_WITHOUT, IGNORES_SIGTERM, SAYS_AND_FAILS, standin


class Running:
    """A supervisor in a thread, and what it said."""

    def __init__(self, supervisor: Supervisor, notices: list[Notice]) -> None:
        self.supervisor = supervisor
        self.notices = notices
        self.failure: Exception | None = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.supervisor.run()
        except Fatal as error:
            self.failure = error

    def until(self, is_true: Callable[[], object], seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while not is_true():
            assert time.monotonic() < end, f"waited {seconds} s; heard {self.notices}"
            time.sleep(0.02)

    def names(self, kind: type[Notice]) -> list[str]:
        return [notice.name for notice in self.notices if isinstance(notice, kind)]  # type: ignore[union-attr]

    def stop(self) -> float:
        began = time.monotonic()
        self.supervisor.stop()
        self.thread.join(20)
        assert not self.thread.is_alive()
        return time.monotonic() - began


@contextmanager
def supervised(tmp_path: Path, *parts: Part) -> Iterator[Running]:
    notices: list[Notice] = []
    with Reaper() as reaper:
        running = Running(
            Supervisor(parts, logs=tmp_path, reaper=reaper, say=notices.append), notices
        )
        try:
            yield running
        finally:
            running.supervisor.hurry()
            running.stop()


def test_a_part_starts_when_those_it_needs_are_ready_and_prepared(tmp_path: Path) -> None:
    prepared_at: list[float] = []

    def prepare() -> None:
        prepared_at.append(time.monotonic())
        if len(prepared_at) < 3:
            raise Retry("not yet")

    first = standin("first", prepare=prepare)
    second = standin("second", needs=("first",))
    with supervised(tmp_path, first, second) as running:
        running.until(lambda: running.supervisor.is_ready)
        assert running.names(Up) == ["first", "second"]
        pids = running.supervisor.pids()
        assert len(prepared_at) == 3
        assert (
            psutil.Process(pids["second"]).create_time()
            > psutil.Process(pids["first"]).create_time()
        )


def test_parts_stop_in_reverse_after_their_work_is_done(tmp_path: Path) -> None:
    idle_at = time.monotonic() + 1.5
    parts = [
        standin("store"),
        standin("worker", is_idle=lambda: time.monotonic() > idle_at, idle_seconds=5),
        standin("door"),
    ]
    with supervised(tmp_path, *parts) as running:
        running.until(lambda: running.supervisor.is_ready)
        pids = running.supervisor.pids().values()
        assert running.stop() < 5
        assert time.monotonic() > idle_at
        assert running.names(Stopped) == ["door", "worker", "store"]
        assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_part_that_ignores_the_request_to_end_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "deaf.log"
    deaf = standin("deaf", IGNORES_SIGTERM, stop_seconds=0.3)
    with supervised(tmp_path, deaf) as running:
        running.until(lambda: log.exists() and "deaf" in log.read_text())
        assert running.stop() < 2
        assert running.notices[-1] == Stopped("deaf", killed=True)


def test_hurry_kills_at_once(tmp_path: Path) -> None:
    log = tmp_path / "deaf.log"
    deaf = standin("deaf", IGNORES_SIGTERM, stop_seconds=8)
    with supervised(tmp_path, deaf) as running:
        running.until(lambda: log.exists() and "deaf" in log.read_text())
        running.supervisor.stop()
        time.sleep(0.3)
        began = time.monotonic()
        running.supervisor.hurry()
        running.thread.join(5)
        assert time.monotonic() - began < 1


def test_a_part_that_dies_is_started_again(tmp_path: Path) -> None:
    with supervised(tmp_path, standin("worker")) as running:
        running.until(lambda: running.supervisor.is_ready)
        before = running.supervisor.pids()["worker"]
        psutil.Process(before).kill()
        running.until(lambda: running.names(Up) == ["worker", "worker"])
        assert running.supervisor.pids()["worker"] != before
        [died] = [notice for notice in running.notices if isinstance(notice, Died)]
        assert (died.name, died.reason) == ("worker", "killed by signal 9")
        assert died.restart_after_seconds == 0.5


def test_killing_on_purpose_is_not_held_against_a_part(tmp_path: Path) -> None:
    with supervised(tmp_path, standin("worker")) as running:
        for kills in range(1, 9):
            running.until(lambda: running.supervisor.is_ready)
            running.supervisor.kill("worker")
            running.until(lambda count=kills: len(running.names(Died)) == count)  # type: ignore[misc]
        running.until(lambda: running.supervisor.is_ready)
        assert {n.restart_after_seconds for n in running.notices if isinstance(n, Died)} == {0.0}


def test_a_part_that_dies_too_often_stops_the_stack_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.embedded.restarts.FIRST_DELAY_SECONDS", 0.01)
    with supervised(tmp_path, standin("other"), standin("sick", SAYS_AND_FAILS)) as running:
        running.thread.join(20)
        assert "sick exited with 3" in str(running.failure)
        assert "no such disk" in str(running.failure)
        assert running.names(Stopped) == ["other"]


def test_a_part_that_halts_is_told_once_and_asked_until_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.embedded.supervisor.ASK_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr("pipeline.embedded.supervised.SETTLED_SECONDS", 0.5)
    said_so, log = tmp_path / "said-so", tmp_path / "sick.log"
    sick = standin("sick", HALTS_WITHOUT.format(str(said_so)))
    with supervised(tmp_path, standin("other"), sick) as running:
        running.until(lambda: log.exists() and log.read_text().count("too many") > 8)
        assert running.names(Halted) == ["sick"]
        assert running.names(Died) == []
        assert running.supervisor.halted == ["sick: too many"]
        assert set(running.supervisor.pids()) >= {"other"}
        said_so.touch()
        running.until(lambda: running.supervisor.is_ready)
        assert running.supervisor.halted == []


def test_a_part_that_does_not_get_ready_in_time_has_failed(tmp_path: Path) -> None:
    slow = standin("slow", is_ready=lambda: False, ready_seconds=0.3)
    with supervised(tmp_path, slow) as running:
        running.until(lambda: running.names(Died))
        [died] = [notice for notice in running.notices if isinstance(notice, Died)]
        assert (died.name, died.reason) == ("slow", "was not ready after 0 s")


def test_a_death_is_told_with_the_last_line_of_the_log(tmp_path: Path) -> None:
    with supervised(tmp_path, standin("failing", SAYS_AND_FAILS)) as running:
        running.until(lambda: running.names(Died))
        died = next(notice for notice in running.notices if isinstance(notice, Died))
        assert died.last_line == "no such disk"


def test_a_death_is_told_with_the_last_error_though_others_wrote_after_it(tmp_path: Path) -> None:
    program = (
        "print('2026-01-01 [error    ] address already in use');"
        "print('2026-01-01 [warning  ] page_failed'); raise SystemExit(3)"
    )
    with supervised(tmp_path, standin("a", program)) as running:
        running.until(lambda: running.names(Died))
        died = next(notice for notice in running.notices if isinstance(notice, Died))
        assert "address already in use" in died.last_line


def test_a_broker_that_dies_is_renewed_and_takes_its_clients_with_it(tmp_path: Path) -> None:
    lives: list[Part] = []

    def renewed() -> Part:
        lives.append(standin("broker", renew=renewed))
        return lives[-1]

    parts = [
        renewed(),
        standin("client", needs=("broker",), restarts_with=("broker",)),
        standin("bystander"),
    ]
    with supervised(tmp_path, *parts) as running:
        running.until(lambda: running.supervisor.is_ready)
        before = running.supervisor.pids()
        running.supervisor.kill("broker")
        running.until(lambda: running.names(Up)[3:] == ["broker", "client"])
        after = running.supervisor.pids()
        assert len(lives) == 2
        assert after["client"] != before["client"]
        assert after["bystander"] == before["bystander"]
