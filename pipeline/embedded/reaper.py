"""Makes sure that no child outlives its parent, even one killed by `kill -9`.

A small process of its own holds the reading end of a pipe whose writing end only the parent has.
The parent says which process groups it started and which have ended; when the pipe closes, the
parent is gone, and what is left is killed. Unlike Linux's PR_SET_PDEATHSIG this works on every
POSIX system and does not depend on which thread started the child.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import IO, Self


class Reaper:
    """The parent's side. A context manager: leaving it kills what is still running."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def watch(self, process_group: int) -> None:
        """Kill this process group once the parent is gone."""
        self._say(f"+{process_group}")

    def forget(self, process_group: int) -> None:
        """The group has ended; its id may be another's soon."""
        self._say(f"-{process_group}")

    def close(self) -> None:
        """End the reaper, and with it every process group it still watches."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _say(self, line: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()


def reap(lines: IO[str]) -> None:
    """The reaper's side: read until the parent is gone, then kill what it left behind."""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        if line[0] == "+":
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    reap(sys.stdin)
