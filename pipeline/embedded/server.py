"""A server as a process that a test may stop, kill and start again on what it has kept."""

import os
import signal
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Self, final

from pipeline.embedded.child import Child, last_lines
from pipeline.embedded.reaper import Reaper
from schemas.errors import Fatal

POLL_SECONDS = 0.05


class Server(ABC):
    """One server on loopback. Entering starts it and waits for it; leaving stops it.

    It ends with the program that started it, even if that is killed.

    Args:
        log: the file its output is appended to.
        starting_seconds: how long it may take until it answers.
        stopping_seconds: how long it may take to end in good order before it is killed.
        stop_signal: what asks it to.
    """

    def __init__(
        self,
        log: Path,
        *,
        starting_seconds: float,
        stopping_seconds: float,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.log = log
        self._starting_seconds = starting_seconds
        self._stopping_seconds = stopping_seconds
        self._stop_signal = stop_signal
        self._reaper: Reaper | None = None
        self._child: Child | None = None

    @abstractmethod
    def prepare(self) -> None:
        """Do what the first start needs. Called before every start."""

    @abstractmethod
    def command(self) -> tuple[str, ...]:
        """What to run."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it is up and serves its clients; says so within a few seconds."""

    @final
    @property
    def pid(self) -> int:
        """The process id of this life of it."""
        return self._running().pid

    @final
    def start(self) -> None:
        """Run it, on what an earlier life has kept. It is not ready yet.

        Raises:
            Fatal: a program that it needs is not installed.
        """
        self.prepare()
        if self._reaper is None:
            self._reaper = Reaper()
        self._child = Child(self.command(), environment={}, log=self.log, reaper=self._reaper)

    @final
    def wait_until_ready(self) -> None:
        """Wait until it answers.

        Raises:
            Fatal: it ended, or took too long; with the end of its log.
        """
        child = self._running()
        until = time.monotonic() + self._starting_seconds
        while not self.answers():
            if child.exit_code is not None or time.monotonic() > until:
                name = type(self).__name__
                raise Fatal(f"{name} did not come up:\n" + "\n".join(last_lines(self.log)))
            time.sleep(POLL_SECONDS)

    @final
    def stop(self) -> None:
        """Let it end in good order. Nothing to do where it does not run."""
        if self._child is not None:
            with suppress(ProcessLookupError):
                os.kill(self._child.pid, self._stop_signal)
            self._child.wait(self._stopping_seconds)
            self._child.close()
            self._child = None

    def kill(self) -> None:
        """End it at once, as `kill -9` does."""
        self._running().close()
        self._child = None

    @final
    def __enter__(self) -> Self:
        try:
            self.start()
            self.wait_until_ready()
        except BaseException:
            self.close()
            raise
        return self

    @final
    def __exit__(self, *_: object) -> None:
        self.close()

    @final
    def close(self) -> None:
        """Stop it for good."""
        self.stop()
        if self._reaper is not None:
            self._reaper.close()
            self._reaper = None

    @final
    def _running(self) -> Child:
        if self._child is None:
            raise Fatal(f"{type(self).__name__} was not started")
        return self._child
