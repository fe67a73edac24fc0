"""Events whose call ended before the broker had confirmed them: they may yet arrive."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from uuid import UUID

from connectors.sdk.delivery import Delivery
from schemas.raw import RawEvent


class Doubt:
    """Lets a repeated call wait for what is already on its way, instead of sending it twice.

    Args:
        seconds: how long an event is remembered; longer than the producer goes on trying.
        clock: in seconds, monotonic.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._on_their_way: OrderedDict[UUID, tuple[float, Delivery]] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, delivery: Delivery) -> None:
        """The call of these events has ended without hearing of all of them."""
        with self._lock:
            now = self._clock()
            for event_id in delivery.event_ids:
                self._on_their_way[event_id] = (now, delivery)
                self._on_their_way.move_to_end(event_id)
            while self._on_their_way:
                event_id, (since, _) = next(iter(self._on_their_way.items()))
                if now - since < self._seconds:
                    break
                del self._on_their_way[event_id]

    def split(self, raws: Sequence[RawEvent]) -> tuple[Sequence[RawEvent], list[Delivery]]:
        """Those that have to be sent, and the deliveries that the others are in.

        An event of a delivery that failed has to be sent again.
        """
        if not self._on_their_way:
            return raws, []
        to_send: list[RawEvent] = []
        deliveries: dict[int, Delivery] = {}
        with self._lock:
            for raw in raws:
                _, delivery = self._on_their_way.get(raw.event_id, (0.0, None))
                if delivery is None or _has_failed(delivery):
                    to_send.append(raw)
                else:
                    deliveries[id(delivery)] = delivery
        return to_send, list(deliveries.values())

    def settle(self, raws: Sequence[RawEvent]) -> None:
        """The broker has confirmed these."""
        if self._on_their_way:
            with self._lock:
                for raw in raws:
                    self._on_their_way.pop(raw.event_id, None)


def _has_failed(delivery: Delivery) -> bool:
    return delivery.ended.done() and delivery.ended.exception() is not None
