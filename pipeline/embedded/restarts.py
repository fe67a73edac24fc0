"""How often, and how soon, a part that died is started again."""

from collections import deque

MAX_RESTARTS = 5
WINDOW_SECONDS = 300.0
FIRST_DELAY_SECONDS = 0.5
MAX_DELAY_SECONDS = 10.0


class Restarts:
    """The recent deaths of one part, and what they allow."""

    def __init__(self) -> None:
        self._deaths: deque[float] = deque()

    def after_death(self, now: float) -> float | None:
        """The seconds to wait before the next start; doubles with every recent death.

        None: it has died too often within the window; starting it again would change nothing.

        Args:
            now: a monotonic clock's reading, in seconds.
        """
        while self._deaths and self._deaths[0] <= now - WINDOW_SECONDS:
            self._deaths.popleft()
        if len(self._deaths) >= MAX_RESTARTS:
            return None
        self._deaths.append(now)
        return min(MAX_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** (len(self._deaths) - 1))
