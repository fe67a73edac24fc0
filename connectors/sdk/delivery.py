"""The events of one call to the publisher, on their way to the broker."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from kafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from schemas.errors import Reject, Retry

TooLarge = (MessageSizeTooLargeError, RecordListTooLargeError)


class Delivery:
    """Counts confirmations. Its methods are called from several threads.

    `confirmed` is done when every event is, or when the first of them failed: with `Reject` for
    an event that is too large, with `Retry` for any other trouble of the broker, with the error
    itself where it is a bug.

    Args:
        count: how many events there are.
        on_event_done: called once for each event, confirmed or failed.
    """

    def __init__(self, count: int, on_event_done: Callable[[], None]) -> None:
        self.confirmed: Future[None] = Future()
        # A running future cannot be cancelled by a caller that no longer waits.
        self.confirmed.set_running_or_notify_cancel()
        self._left = count
        self._on_event_done = on_event_done
        self._lock = threading.Lock()

    def succeed(self, _metadata: object = None) -> None:
        """One event is confirmed."""
        self._on_event_done()
        with self._lock:
            self._left -= 1
            if self._left == 0 and not self.confirmed.done():
                self.confirmed.set_result(None)

    def fail(self, error: Exception) -> None:
        """One event is not confirmed and will not be."""
        self._on_event_done()
        with self._lock:
            self._left -= 1
            if not self.confirmed.done():
                self.confirmed.set_exception(_translated(error))


def _translated(error: Exception) -> Exception:
    if not isinstance(error, KafkaError):
        return error
    if isinstance(error, TooLarge):
        return Reject("body", "an event that the broker takes", "too large")
    return Retry(f"Kafka is away: {type(error).__name__}")
