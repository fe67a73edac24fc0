"""The events of one call to the publisher, on their way to the broker."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from uuid import UUID

from kafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from schemas.errors import Reject, Retry

TooLarge = (MessageSizeTooLargeError, RecordListTooLargeError)


class Delivery:
    """Counts confirmations. Its methods are called from several threads.

    `ended` is done when every event is confirmed or has failed; it raises what the first of them
    failed with: `Reject` for an event that is too large, `Retry` for any other trouble of the
    broker, the error itself where it is a bug.

    Args:
        event_ids: of the events.
        on_event_done: called once for each event, confirmed or failed.
    """

    def __init__(self, event_ids: Sequence[UUID], on_event_done: Callable[[], None]) -> None:
        self.event_ids = event_ids
        self.ended: Future[None] = Future()
        # A running future cannot be cancelled by a caller that no longer waits.
        self.ended.set_running_or_notify_cancel()
        self._left = len(event_ids)
        self._failure: Exception | None = None
        self._on_event_done = on_event_done
        self._lock = threading.Lock()

    def succeed(self, _metadata: object = None) -> None:
        """One event is confirmed."""
        self._count(None)

    def fail(self, error: Exception) -> None:
        """One event is not confirmed and will not be."""
        self._count(error)

    def _count(self, failure: Exception | None) -> None:
        self._on_event_done()
        with self._lock:
            self._failure = self._failure or failure
            self._left -= 1
            if self._left:
                return
        if self._failure is None:
            self.ended.set_result(None)
        else:
            self.ended.set_exception(_translated(self._failure))


def _translated(error: Exception) -> Exception:
    if not isinstance(error, KafkaError):
        return error
    if isinstance(error, TooLarge):
        return Reject("body", "an event that the broker takes", "too large")
    return Retry(f"Kafka is away: {type(error).__name__}")
