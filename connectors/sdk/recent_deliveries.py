"""What was given to the producer lately, so that a repeated call sends nothing a second time."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from uuid import UUID

from connectors.sdk.delivery import Delivery
from schemas.raw import RawEvent


class RecentDeliveries:
    """The deliveries under way, and the events that were confirmed so lately that a platform may
    still repeat their calls.

    Args:
        seconds: how long an event that was confirmed is remembered.
        capacity: how many of them at most.
        confirmed_is_safe: whether an event that was confirmed need never be sent again; where it
            is not, none is remembered.
        clock: in seconds, monotonic.
    """

    def __init__(
        self,
        seconds: float,
        capacity: int,
        *,
        confirmed_is_safe: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._capacity = capacity
        self._confirmed_is_safe = confirmed_is_safe
        self._clock = clock
        self._under_way: dict[UUID, Delivery] = {}
        # Numbers alone: the garbage collector stops the process for as long as it takes to look
        # at every object that is kept, and does not look at numbers.
        self._confirmed: OrderedDict[int, float] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def under_way(self) -> list[Delivery]:
        """Those that have not ended."""
        with self._lock:
            return list(self._under_way.values())

    def add(self, delivery: Delivery) -> None:
        """These events are on their way."""
        with self._lock:
            self._under_way |= dict.fromkeys(delivery.event_ids, delivery)
        delivery.at_end(lambda: self._end(delivery))

    def split(self, raws: Sequence[RawEvent]) -> tuple[Sequence[RawEvent], list[Delivery]]:
        """Those that have to be sent, and the deliveries under way that others are in."""
        to_send: list[RawEvent] = []
        deliveries: dict[int, Delivery] = {}
        with self._lock:
            for raw in raws:
                if delivery := self._under_way.get(raw.event_id):
                    deliveries[id(delivery)] = delivery
                elif raw.event_id.int not in self._confirmed:
                    to_send.append(raw)
        return to_send, list(deliveries.values())

    def _end(self, delivery: Delivery) -> None:
        with self._lock:
            for event_id in delivery.event_ids:
                self._under_way.pop(event_id, None)
            if self._confirmed_is_safe and delivery.is_confirmed:
                self._remember(delivery.event_ids)

    def _remember(self, event_ids: Sequence[UUID]) -> None:
        now = self._clock()
        for event_id in event_ids:
            self._confirmed[event_id.int] = now
        while self._confirmed:
            oldest, since = next(iter(self._confirmed.items()))
            if now - since < self._seconds and len(self._confirmed) <= self._capacity:
                break
            del self._confirmed[oldest]
