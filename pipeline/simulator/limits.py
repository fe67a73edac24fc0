"""Rate limits and quotas as platforms count them."""

import time
from collections import Counter
from collections.abc import Callable


class CallLimit:
    """So many calls in each period, counted by name.

    Args:
        calls: how many.
        seconds: the length of a period; one begins with the first call after the one before ended.
        clock: in seconds, monotonic.
    """

    def __init__(
        self, calls: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.calls = calls
        self.refused = 0
        self._seconds = seconds
        self._clock = clock
        self._began: float | None = None
        self._taken: Counter[str] = Counter()

    def takes(self, name: str = "") -> bool:
        """Count a call; whether it is within the limit."""
        now = self._clock()
        if self._began is None or now - self._began >= self._seconds:
            self._began = now
            self._taken.clear()
        if self._taken[name] >= self.calls:
            self.refused += 1
            return False
        self._taken[name] += 1
        return True

    def left(self, name: str = "") -> int:
        """How many calls are left in this period."""
        return self.calls - self._taken[name]
