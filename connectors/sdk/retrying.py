"""How long to wait after a platform failed us, and how that stands."""

import random
from dataclasses import dataclass, field
from typing import Literal

from schemas.errors import GuiyiError, Retry

_FIRST_WAIT_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 300.0
_JITTER = 0.2


@dataclass(slots=True)
class TaskState:
    """How a poller or listener is doing, for health checks.

    `trouble` names no personal value. `events` counts those that the broker confirmed since the
    start, `repeated` those of them that had been confirmed before. `behind_seconds` and
    `quotas_left` are what the last `Page` that told them told.
    """

    state: Literal["starting", "working", "waiting", "failing", "stopped"] = "starting"
    trouble: str | None = None
    events: int = 0
    repeated: int = 0
    behind_seconds: float | None = None
    quotas_left: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class BackOff:
    """Twice as long after each failure in a row, and never shorter than the platform asked for."""

    failures: int = field(default=0)

    def seconds_after(self, error: GuiyiError) -> float:
        """How long to wait after one more failure."""
        asked_seconds = error.retry_after_seconds if isinstance(error, Retry) else None
        waiting = min(_FIRST_WAIT_SECONDS * 2**self.failures, _LONGEST_WAIT_SECONDS)
        self.failures = min(self.failures + 1, 16)
        return max(jittered(waiting), asked_seconds or 0)

    def succeeded(self) -> None:
        """It works again."""
        self.failures = 0


def jittered(seconds: float) -> float:
    """A little more or less, so that many do not ask in step."""
    return seconds * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 (spreading load)
