"""One program as a child process: its own process group, its output in a log of bounded size."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.embedded.reaper import Reaper

MAX_LOG_BYTES = 8 * 1024 * 1024
"""A log is moved aside at this size; one older one is kept."""


class Child:
    """A running program. Signals go to its whole process group, so that nothing of it lingers.

    A terminal's Ctrl-C does not reach it: its parent decides in which order children end.

    Args:
        environment: added to the parent's own.
        log: the file its output is appended to.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        reaper: Reaper,
    ) -> None:
        self.log = log
        self._reaper = reaper
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 (our own command)
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
                process_group=0,
            )
        reaper.watch(self.pid)

    @property
    def pid(self) -> int:
        """The process id, which is its process group's too."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative: the signal that ended it."""
        return self._process.poll()

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it, and whatever it started, at once."""
        self._signal(signal.SIGKILL)

    def wait(self, timeout_seconds: float) -> bool:
        """Say whether it ended within the time."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout_seconds)
        return self.exit_code is not None

    def close(self) -> None:
        """Kill what is left of its process group and give up its id."""
        self.kill()
        self._process.wait()
        self._reaper.forget(self.pid)

    def stop(self, grace_seconds: float) -> None:
        """Ask it to end, wait for as long as the grace, then kill it."""
        self.terminate()
        self.wait(grace_seconds)
        self.close()

    def bound_log(self, max_bytes: int = MAX_LOG_BYTES) -> None:
        """Move a long log aside. The child keeps its handle, so the file is copied and emptied."""
        if self.log.stat().st_size > max_bytes:
            shutil.copyfile(self.log, self.log.with_suffix(".1.log"))
            os.truncate(self.log, 0)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


def last_lines(log: Path, count: int = 12) -> list[str]:
    """The end of a log, for saying why its program died."""
    if not log.exists():
        return []
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16_384))
        return file.read().decode("utf-8", "replace").splitlines()[-count:]
