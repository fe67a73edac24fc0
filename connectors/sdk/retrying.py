"""How long to wait after a platform failed us."""

import random
from dataclasses import dataclass, field

from schemas.errors import GuiyiError, Retry

_FIRST_WAIT_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 300.0
_LONGEST_ASKED_SECONDS = 86_400.0
"""Whoever asks for more has written a wrong number, and would never be asked again."""

_JITTER = 0.2


@dataclass(slots=True)
class BackOff:
    """Twice as long after each failure in a row, and never shorter than the platform asked for.

    What a platform asks for counts up to a day.
    """

    failures: int = field(default=0)

    def seconds_after(self, error: GuiyiError) -> float:
        """How long to wait after one more failure."""
        asked_seconds = error.retry_after_seconds if isinstance(error, Retry) else None
        waiting = min(_FIRST_WAIT_SECONDS * 2**self.failures, _LONGEST_WAIT_SECONDS)
        self.failures = min(self.failures + 1, 16)
        return max(jittered(waiting), min(asked_seconds or 0, _LONGEST_ASKED_SECONDS))

    def succeeded(self) -> None:
        """It works again."""
        self.failures = 0


def jittered(seconds: float) -> float:
    """A little more or less, so that many do not ask in step."""
    return seconds * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 (spreading load)
