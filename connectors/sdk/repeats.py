"""How many events came again."""

from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID


class Repeats:
    """Counts events that a platform delivers again, for as long as they are among the last.

    It only counts, whatever is done with them: what need not be sent a second time,
    `recent_deliveries` knows.
    """

    def __init__(self, capacity: int = 50_000) -> None:
        self._capacity = capacity
        # Numbers, as in `recent_deliveries`.
        self._seen: OrderedDict[int, None] = OrderedDict()

    def count(self, event_ids: Iterable[UUID]) -> int:
        """How many of these events were seen before; they are seen now."""
        repeated = 0
        for event_id in event_ids:
            repeated += event_id.int in self._seen
            self._seen[event_id.int] = None
            self._seen.move_to_end(event_id.int)
        while len(self._seen) > self._capacity:
            self._seen.popitem(last=False)
        return repeated
