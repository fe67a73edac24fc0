"""How long to leave a line alone that is being drained: each look takes CPU from it."""

from dataclasses import dataclass

SHORTEST_SECONDS = 0.3
LONGEST_SECONDS = 5.0
SHARE = 0.25
"""Of the time that the rest should take; so the end is seen in time."""


@dataclass(slots=True)
class Pause:
    """Follows how fast what is left becomes less. Times are in seconds of one clock."""

    began: float
    most: int = 0

    def seconds(self, left: int, now: float) -> float:
        """Until the next look, with so many messages left."""
        if left >= self.most:  # more may still come
            self.most, self.began = left, now
            return SHORTEST_SECONDS
        rest = (now - self.began) * left / (self.most - left)
        return min(LONGEST_SECONDS, max(SHORTEST_SECONDS, SHARE * rest))
