"""Which events were seen lately."""

from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID


class RecentEvents:
    """The ids of the last events, for counting repeated deliveries.

    It only counts: a repeated event is published again, because the one before may have been lost
    with its broker, and the identity store counts an event once anyway.
    """

    def __init__(self, capacity: int = 50_000) -> None:
        self._capacity = capacity
        self._ids: OrderedDict[UUID, None] = OrderedDict()

    def add(self, event_ids: Iterable[UUID]) -> int:
        """Remember events; how many of them were remembered already."""
        repeated = 0
        for event_id in event_ids:
            if event_id in self._ids:
                repeated += 1
                self._ids.move_to_end(event_id)
            else:
                self._ids[event_id] = None
        while len(self._ids) > self._capacity:
            self._ids.popitem(last=False)
        return repeated
