"""One part under supervision: from its start to its end, life after life."""

import re
import time
from pathlib import Path

from pipeline.dead_letters.halted import EXIT_HALTED
from pipeline.embedded.child import Child, last_lines
from pipeline.embedded.part import Part
from pipeline.embedded.ports import is_held_by
from pipeline.embedded.reaper import Reaper
from pipeline.embedded.restarts import Restarts

SETTLED_SECONDS = 5.0
"""A part that had halted, and halts again, does so before it has run for so long."""

_ERROR = re.compile(r'\[(?:error|critical)\s*]|"level": ?"(?:error|critical)"')
"""A line of either form of our logs."""

_LOOKED_AT = 40


class Supervised:
    """A part and the child process that currently is it, if any."""

    def __init__(self, part: Part, logs: Path, reaper: Reaper) -> None:
        self.part = part
        self.child: Child | None = None
        self.is_ready = False
        self.ended_on_purpose = False
        self.has_halted = False
        self.restarts = Restarts()
        self.due_at = 0.0
        self._started_at = 0.0
        self.log = logs / f"{part.name}.log"
        self._reaper = reaper

    @property
    def seconds_running(self) -> float:
        """Since its last start."""
        return time.monotonic() - self._started_at

    def start(self) -> None:
        """Run it. It is not ready yet."""
        self._started_at = time.monotonic()
        self.child = Child(
            self.part.command,
            environment=self.part.environment,
            log=self.log,
            reaper=self._reaper,
        )

    def answers(self) -> bool:
        """Whether it is up. An answer from its address counts only if it is its own."""
        if self.child is None or (self.has_halted and self.seconds_running < SETTLED_SECONDS):
            return False
        port = self.part.port
        return (port is None or is_held_by(port, self.child.pid)) and self.part.is_ready()

    @property
    def halts(self) -> bool:
        """Whether this life ended because it must not go on before a person looked."""
        return self.child is not None and self.child.exit_code == EXIT_HALTED

    def end(self) -> None:
        """Kill what is left of this life, and be due for the next."""
        if self.child is not None:
            self.child.close()
        self.child = None
        self.is_ready = False
        self.ended_on_purpose = False
        if self.part.renew is not None:
            self.part = self.part.renew()

    def trouble(self) -> str | None:
        """Why this life of it is over, if it is."""
        if self.child is None:
            return None
        code = self.child.exit_code
        if code is not None:
            return f"killed by signal {-code}" if code < 0 else f"exited with {code}"
        if not self.is_ready and self.seconds_running > self.part.ready_seconds:
            return f"was not ready after {self.part.ready_seconds:.0f} s"
        return None

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(f"  {line}" for line in last_lines(self.log))

    def last_line(self) -> str:
        """What its log says of its end: the last error, else the last line that is not blank."""
        written = [line for line in last_lines(self.log, _LOOKED_AT) if line.strip()]
        errors = [line for line in written if _ERROR.search(line)]
        return (errors or written or [""])[-1].strip()
