"""The events of one call to the publisher, on their way to the broker."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from uuid import UUID

from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from schemas.errors import Reject, Retry

TooLarge = (MessageSizeTooLargeError, RecordListTooLargeError)


class Delivery:
    """Counts confirmations. Its methods are called from several threads.

    `ended` is done when every event is confirmed or has failed; it raises what the first of them
    failed with: `Reject` for an event that is too large, `Retry` for any other trouble of the
    broker, the error itself where it is a bug.

    Args:
        event_ids: of the events.
        on_events_done: called with how many were confirmed or failed, each counted once.
    """

    def __init__(self, event_ids: Sequence[UUID], on_events_done: Callable[[int], None]) -> None:
        self.event_ids = event_ids
        self.ended: Future[None] = Future()
        # A running future cannot be cancelled by a caller that no longer waits.
        self.ended.set_running_or_notify_cancel()
        self._left = len(event_ids)
        self._failure: Exception | None = None
        self._on_events_done = on_events_done
        self._lock = threading.Lock()

    def succeed(self, events: int = 1) -> None:
        """So many events are confirmed."""
        self._count(events, None)

    def fail(self, error: Exception, events: int = 1) -> None:
        """So many events are not confirmed and will not be."""
        self._count(events, error)

    def _count(self, events: int, failure: Exception | None) -> None:
        self._on_events_done(events)
        with self._lock:
            self._failure = self._failure or failure
            self._left -= events
            if self._left:
                return
        if self._failure is None:
            self.ended.set_result(None)
        else:
            self.ended.set_exception(_translated(self._failure))


def _translated(error: Exception) -> Exception:
    if isinstance(error, TimeoutError):
        return Retry("Kafka confirmed too little in time")
    if not isinstance(error, KafkaError):
        return error
    if isinstance(error, TooLarge):
        return Reject("body", "an event that the broker takes", "too large")
    return Retry(f"Kafka is away: {type(error).__name__}")
