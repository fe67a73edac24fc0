"""Keeps the parts of a stack running, and ends them in order."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.embedded.child import Child
from pipeline.embedded.notices import Died, Halted, Notice, Stopped, Up
from pipeline.embedded.part import Part
from pipeline.embedded.reaper import Reaper
from pipeline.embedded.restarts import MAX_RESTARTS, WINDOW_SECONDS
from pipeline.embedded.supervised import Supervised
from schemas.errors import Fatal, Retry

LOOK_SECONDS = 0.1
ASK_AGAIN_SECONDS = 10.0
"""How often a part that halted is started, to see whether it may go on."""
STOP_SECONDS = 9.0
"""What a whole stop may take before everything left is killed."""


class Supervisor:
    """Starts parts as soon as those they need are ready, and restarts those that die.

    Its methods may be called from any thread.

    Args:
        parts: every part stands before those that hand their work to it; they are stopped in
            reverse, so that work handed over can still be done.
        logs: the directory of the parts' logs.
        say: told of everything that happens, from the supervising thread.
    """

    def __init__(
        self, parts: Sequence[Part], *, logs: Path, reaper: Reaper, say: Callable[[Notice], None]
    ) -> None:
        self._parts = {part.name: Supervised(part, logs, reaper) for part in parts}
        self._say = say
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._hurry = threading.Event()

    @property
    def is_ready(self) -> bool:
        """Whether every part is ready."""
        with self._lock:
            return all(one.is_ready for one in self._parts.values())

    @property
    def halted(self) -> list[str]:
        """The parts that wait for a person, each with what it said."""
        with self._lock:
            found = [one for one in self._parts.values() if one.has_halted]
            return [f"{one.part.name}: {one.last_line()}" for one in found]

    def run(self) -> None:
        """Supervise until `stop` is called, then end all parts.

        Raises:
            Fatal: a part died too often. All parts have been ended.
        """
        try:
            while not self._stop.wait(LOOK_SECONDS):
                self.look()
        finally:
            self._end_all()

    def look(self) -> None:
        """Look at every part once, and do what it needs."""
        with self._lock:
            for one in self._parts.values():
                trouble = one.trouble()
                if one.halts:
                    self._halted(one)
                elif trouble is not None:
                    self._died(one, trouble)
                elif one.child is None:
                    self._start_when_due(one)
                elif not one.is_ready:
                    self._greet_when_ready(one)
                else:
                    one.child.bound_log()

    def stop(self) -> None:
        """Have `run` end all parts in order and return."""
        self._stop.set()

    def hurry(self) -> None:
        """Have a stop kill what is left at once."""
        self._hurry.set()

    def pids(self) -> dict[str, int]:
        """The process id of every running part."""
        with self._lock:
            return {
                name: one.child.pid
                for name, one in self._parts.items()
                if one.child is not None and one.child.exit_code is None
            }

    def kill(self, name: str) -> None:
        """Kill a part as `kill -9` does. It is started again, and this is not held against it.

        Raises:
            Fatal: it is not running.
        """
        with self._ending(name) as child:
            child.kill()
            child.wait(STOP_SECONDS)

    def restart(self, name: str) -> None:
        """Stop a part in good order. It is started again.

        Raises:
            Fatal: it is not running.
        """
        with self._ending(name) as child:
            child.stop(self._parts[name].part.stop_seconds)

    @contextmanager
    def _ending(self, name: str) -> Iterator[Child]:
        with self._lock:
            one = self._parts[name]
            if one.child is None:
                raise Fatal(f"{name} is not running")
            one.ended_on_purpose = True
            yield one.child
            one.is_ready = False

    def _start_when_due(self, one: Supervised) -> None:
        needs_ready = all(self._parts[name].is_ready for name in one.part.needs)
        if needs_ready and time.monotonic() >= one.due_at:
            one.start()

    def _greet_when_ready(self, one: Supervised) -> None:
        if one.child is None or not one.answers():
            return
        try:
            one.part.prepare()
        except Retry:
            return
        one.is_ready, one.has_halted = True, False
        self._say(Up(one.part.name, one.part.address, one.child.pid, one.seconds_running))

    def _halted(self, one: Supervised) -> None:
        """Keep all else running: the broker holds what the part has yet to do."""
        one.end()
        one.due_at = time.monotonic() + ASK_AGAIN_SECONDS
        if not one.has_halted:
            one.has_halted = True
            self._say(Halted(one.part.name, one.last_line()))

    def _died(self, one: Supervised, reason: str) -> None:
        name = one.part.name
        delay = 0.0 if one.ended_on_purpose else one.restarts.after_death(time.monotonic())
        one.end()
        if delay is None:
            often = f"more than {MAX_RESTARTS} times in {WINDOW_SECONDS / 60:.0f} minutes"
            raise Fatal(f"{name} {reason}, {often}; the end of {one.log}:\n{one.last_words()}")
        one.due_at = time.monotonic() + delay
        self._say(Died(name, reason, delay, one.last_line(), one.log))
        for other in self._parts.values():
            if name in other.part.restarts_with:
                other.end()

    def _end_all(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        with self._lock:
            for one in reversed(self._parts.values()):
                self._end(one, deadline)

    def _end(self, one: Supervised, deadline: float) -> None:
        child = one.child
        if child is None:
            return
        if one.is_ready and all(self._parts[name].child for name in one.part.needs):
            self._wait(one.part.is_idle, one.part.idle_seconds, deadline)
        child.terminate()
        ended = self._wait(lambda: child.exit_code is not None, one.part.stop_seconds, deadline)
        one.end()
        self._say(Stopped(one.part.name, killed=not ended))

    def _wait(self, is_true: Callable[[], bool], seconds: float, deadline: float) -> bool:
        until = min(time.monotonic() + seconds, deadline)
        while not self._hurry.is_set():
            if is_true():
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        return False
