"""One producer of raw events for all connectors of a process.

An event counts as published when every in-sync replica has it. The time that a call waits for that
is bounded, because a platform waits for our answer (WeChat and Weibo for 5 seconds). So is the
number of events that wait.

Where the broker remembers what it took, the producer goes on trying after a call has ended. When
the platform repeats the call, as it was told to or as it did not hear our answer, the event is not
sent a second time: the call waits for the first.
"""

import asyncio
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.sdk.connecting import Connecting
from connectors.sdk.delivery import Delivery
from connectors.sdk.recent_deliveries import RecentDeliveries
from connectors.sdk.sending import Call, Sending
from connectors.sdk.whole_batches import MAX_BATCH_BYTES
from schemas.errors import Retry
from schemas.raw import RawEvent

TRYING_SECONDS = 120.0
"""How long the producer goes on with an event, whether somebody waits for it or not, where the
broker remembers what it took."""

_REMEMBERED_EVENTS = 100_000


class Publisher:
    """Publishes raw events to `raw.<platform>`, keyed by person, so that a person's stay in order.

    The events of a call are sent in their order, and calls in theirs. The topics must exist.

    Args:
        options: of `AIOKafkaProducer`: brokers, acknowledgement, idempotence, compression.
        budget_seconds: how long a call may wait for the broker before it fails.
        max_pending_events: how many events may wait before further calls are turned away.
        broker_remembers: whether what the broker has confirmed is safe from then on. Where it is,
            a call that is repeated within some minutes sends nothing again.
    """

    def __init__(
        self,
        options: Mapping[str, Any],
        *,
        budget_seconds: float = 3.5,
        max_pending_events: int = 20_000,
        broker_remembers: bool = False,
    ) -> None:
        self._budget_seconds = budget_seconds
        self._max_pending_events = max_pending_events
        # A producer that its broker has forgotten may try in vain for as long as it is let.
        self._trying_seconds = TRYING_SECONDS if broker_remembers else budget_seconds * 0.9
        self._pending = 0
        self._pending_lock = threading.Lock()
        self._recent = RecentDeliveries(
            2 * self._trying_seconds, _REMEMBERED_EVENTS, confirmed_is_safe=broker_remembers
        )
        request_seconds = budget_seconds * 0.6
        connecting = Connecting(
            {"request_timeout_ms": round(request_seconds * 1000)} | dict(options),
            connecting_seconds=budget_seconds * 0.5,
            goodbye_seconds=budget_seconds,
            leaderless_seconds=self._trying_seconds if broker_remembers else request_seconds,
        )
        self._sending = Sending(
            connecting,
            max_bytes=options.get("max_request_size", MAX_BATCH_BYTES),
            trying_seconds=self._trying_seconds,
        )

    @property
    def pending_events(self) -> int:
        """How many events wait for the broker."""
        return self._pending

    def publish(self, raws: Sequence[RawEvent]) -> None:
        """Return when the broker has confirmed all of `raws`.

        Raises:
            Retry: when it has not within the budget. Some of them may be on the topic; publishing
                all of them again is safe, as an event keeps its id.
            Reject: when one of them is larger than the broker takes.
        """
        if not raws:
            return
        deadline = time.monotonic() + self._budget_seconds
        for delivery in self._start(raws):
            if not delivery.wait(max(deadline - time.monotonic(), 0)):
                raise self._late()
            delivery.raise_failure()

    async def publish_async(self, raws: Sequence[RawEvent]) -> None:
        """Do as `publish` does, without blocking the event loop."""
        if not raws:
            return
        try:
            async with asyncio.timeout(self._budget_seconds):
                for delivery in self._start(raws):
                    await delivery.wait_async()
                    delivery.raise_failure()
        except TimeoutError as error:
            raise self._late() from error

    def close(self) -> None:
        """Send what waits, for as long as the budget allows, and disconnect."""
        deadline = time.monotonic() + self._budget_seconds
        for delivery in self._recent.under_way:
            delivery.wait(max(deadline - time.monotonic(), 0))
        self._sending.close()

    def _start(self, raws: Sequence[RawEvent]) -> list[Delivery]:
        to_send, deliveries = self._recent.split(raws)
        if not to_send:
            return deliveries
        with self._pending_lock:
            if self._pending and self._pending + len(to_send) > self._max_pending_events:
                raise Retry(f"{self._pending} events wait for Kafka", retry_after_seconds=1)
            self._pending += len(to_send)
        delivery = Delivery([raw.event_id for raw in to_send], self._count_down)
        self._recent.add(delivery)
        self._sending.put(Call(to_send, delivery, time.monotonic() + self._trying_seconds))
        return [*deliveries, delivery]

    def _count_down(self, events: int) -> None:
        with self._pending_lock:
            self._pending -= events

    def _late(self) -> Retry:
        return Retry(f"Kafka confirmed too little in {self._budget_seconds} s")
