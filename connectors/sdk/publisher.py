"""One producer of raw events for all connectors of a process.

An event counts as published when every in-sync replica has it. The time that a call waits for that
is bounded, because a platform waits for our answer (WeChat and Weibo for 5 seconds). So is the
number of events that wait, because kafka-python's own buffer is not.

Where the broker remembers what it took, the producer goes on trying after a call has ended. When
the platform repeats the call, as it was told to or as it did not hear our answer, the event is not
sent a second time: the call waits for the first.
"""

import asyncio
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from kafka import KafkaProducer
from kafka.errors import KafkaError

from connectors.sdk.calm_producer import calm_producer
from connectors.sdk.delivery import Delivery, TooLarge
from connectors.sdk.recent_deliveries import RecentDeliveries
from schemas.errors import Retry
from schemas.raw import RawEvent
from schemas.topics import raw_topic

log = structlog.get_logger()

TRYING_SECONDS = 120.0
"""How long the producer goes on with an event, whether somebody waits for it or not, where the
broker remembers what it took."""

_REMEMBERED_EVENTS = 100_000


class Publisher:
    """Publishes raw events to `raw.<platform>`, keyed by person, so that a person's stay in order.

    The events of a call are sent in their order, and calls in theirs. The topics must exist.

    Args:
        options: of `KafkaProducer`: brokers, acknowledgement, idempotence, compression.
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
        # A producer that its broker has forgotten may try in vain for as long as it is let.
        trying_seconds = TRYING_SECONDS if broker_remembers else budget_seconds * 0.9
        self._options = _bounded(budget_seconds, trying_seconds) | dict(options)
        self._budget_seconds = budget_seconds
        self._max_pending_events = max_pending_events
        self._pending = 0
        self._pending_lock = threading.Lock()
        self._recent = RecentDeliveries(
            2 * trying_seconds, _REMEMBERED_EVENTS, confirmed_is_safe=broker_remembers
        )
        self._producer: KafkaProducer | None = None
        self._given_up: KafkaProducer | None = None
        # One thread, because `send` may block and must not change the order of a person's events.
        self._sending = ThreadPoolExecutor(max_workers=1, thread_name_prefix="publisher")

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
        try:
            for delivery in self._start(raws):
                delivery.ended.result(timeout=max(deadline - time.monotonic(), 0))
        except FutureTimeoutError as error:
            raise self._late() from error

    async def publish_async(self, raws: Sequence[RawEvent]) -> None:
        """Do as `publish` does, without blocking the event loop."""
        if not raws:
            return
        waiting = (asyncio.wrap_future(delivery.ended) for delivery in self._start(raws))
        try:
            await asyncio.wait_for(asyncio.gather(*waiting), self._budget_seconds)
        except TimeoutError as error:
            raise self._late() from error

    def close(self) -> None:
        """Send what waits, for as long as the budget allows, and disconnect."""
        self._sending.shutdown(wait=True)
        if self._producer is not None:
            self._disconnect(self._producer)

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
        deadline = time.monotonic() + self._budget_seconds
        self._sending.submit(self._send, to_send, delivery, deadline)
        return [*deliveries, delivery]

    def _send(self, raws: Sequence[RawEvent], delivery: Delivery, deadline: float) -> None:
        for raw in raws:
            if time.monotonic() > deadline:
                delivery.fail(self._late())
                continue
            try:
                producer = self._connected()
                sent = producer.send(
                    raw_topic(raw.platform).name, key=raw.person_id.encode(), value=raw.to_bytes()
                )
            except Exception as error:  # noqa: BLE001 (whatever it is, the caller must hear of it)
                if not isinstance(error, KafkaError):
                    log.error("event_not_sent", event_id=raw.event_id, error=type(error).__name__)  # noqa: TRY400 (a traceback shows values)
                delivery.fail(error)
                continue
            sent.add_callback(delivery.succeed)
            sent.add_errback(partial(self._fail, producer, delivery))

    def _fail(self, producer: KafkaProducer, delivery: Delivery, error: KafkaError) -> None:
        # An idempotent producer that lost an event may refuse everything from then on (its broker
        # has forgotten it, for instance), and its makers advise to replace it.
        if not isinstance(error, TooLarge):
            self._given_up = producer
        delivery.fail(error)

    def _connected(self) -> KafkaProducer:
        if self._producer is not None and self._producer is self._given_up:
            log.warning("producer_replaced")
            threading.Thread(target=self._disconnect, args=(self._producer,), daemon=True).start()
            self._producer = self._given_up = None
        if self._producer is None:
            self._producer = calm_producer(self._options)
        return self._producer

    def _disconnect(self, producer: KafkaProducer) -> None:
        with suppress(KafkaError):
            producer.close(timeout=self._budget_seconds)
            return
        # Closing gives up where flushing does, and what waits would wait for ever.
        producer._sender.force_close()  # noqa: SLF001 (there is no other way in)

    def _count_down(self) -> None:
        with self._pending_lock:
            self._pending -= 1

    def _late(self) -> Retry:
        return Retry(f"Kafka confirmed too little in {self._budget_seconds} s")


def _bounded(budget_seconds: float, trying_seconds: float) -> dict[str, Any]:
    """Producer options that keep every wait for a send and for an answer within the budget."""
    milliseconds = budget_seconds * 1000
    options: dict[str, Any] = {
        "linger_ms": 2,
        "request_timeout_ms": int(milliseconds * 0.6),
        "delivery_timeout_ms": int(trying_seconds * 1000),
        "max_block_ms": int(milliseconds * 0.5),
        "bootstrap_timeout_ms": int(milliseconds * 0.5),
        "reconnect_backoff_max_ms": 500,
        "allow_auto_create_topics": False,
    }
    return options
