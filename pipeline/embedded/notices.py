"""What the stack tells about itself while it runs."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PortTaken:
    """A default port is in use, so another was chosen."""

    name: str
    taken: int
    held_by: str
    chosen: int


@dataclass(frozen=True, slots=True)
class Up:
    """A part is ready."""

    name: str
    address: str
    pid: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Died:
    """A part ended unasked, or did not become ready; it is started again after the delay.

    Args:
        last_line: of its log, which mostly says why; empty when it wrote nothing.
    """

    name: str
    reason: str
    restart_after_seconds: float
    last_line: str
    log: Path


@dataclass(frozen=True, slots=True)
class Halted:
    """A part ended because it must not go on before a person looked; it is asked again and again.

    Args:
        last_line: of its log, which says why and how to go on.
    """

    name: str
    last_line: str


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The stack before this one was killed, and with it its embedded broker."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The embedded broker died, and with it what nobody had processed yet.

    Args:
        messages: how many at least; None: nobody had looked yet.
        seconds_ago: the age of that count; what came later is not in it.
    """

    messages: int | None
    seconds_ago: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """A part has ended as asked. `killed`: it had not within its time."""

    name: str
    killed: bool


Notice = PortTaken | Up | Died | Halted | Abandoned | Forgotten | Stopped
