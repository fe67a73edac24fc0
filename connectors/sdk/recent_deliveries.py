"""What was given to the producer lately, so that a repeated call sends nothing a second time."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from uuid import UUID

from connectors.sdk.delivery import Delivery
from schemas.raw import RawEvent


class RecentDeliveries:
    """The deliveries that events are in, for as long as a platform may repeat its call at once.

    Args:
        seconds: how long an event is remembered; longer than the producer goes on trying.
        capacity: how many events are remembered at most.
        confirmed_is_safe: whether an event that was confirmed need never be sent again.
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
        self._by_event: OrderedDict[UUID, tuple[float, Delivery]] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, delivery: Delivery) -> None:
        """These events are on their way."""
        with self._lock:
            now = self._clock()
            for event_id in delivery.event_ids:
                self._by_event[event_id] = (now, delivery)
                self._by_event.move_to_end(event_id)
            while self._by_event:
                event_id, (since, _) = next(iter(self._by_event.items()))
                if now - since < self._seconds and len(self._by_event) <= self._capacity:
                    break
                del self._by_event[event_id]

    def split(self, raws: Sequence[RawEvent]) -> tuple[Sequence[RawEvent], list[Delivery]]:
        """Those that have to be sent, and the deliveries that the others are in."""
        to_send: list[RawEvent] = []
        deliveries: dict[int, Delivery] = {}
        with self._lock:
            for raw in raws:
                _, delivery = self._by_event.get(raw.event_id, (0.0, None))
                if delivery is None or self._must_be_sent_again(delivery):
                    to_send.append(raw)
                else:
                    deliveries[id(delivery)] = delivery
        return to_send, list(deliveries.values())

    def _must_be_sent_again(self, delivery: Delivery) -> bool:
        if not delivery.ended.done():
            return False
        return delivery.ended.exception() is not None or not self._confirmed_is_safe
