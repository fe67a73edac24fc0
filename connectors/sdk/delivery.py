"""The events of one call to the publisher, on their way to the broker."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from schemas.errors import Reject, Retry

TooLarge = (MessageSizeTooLargeError, RecordListTooLargeError)
_TROUBLE = (KafkaError, TimeoutError)


class Delivery:
    """Counts confirmations. Its methods are called from several threads.

    It has ended when every event is confirmed or has failed. No future of the standard library is
    in it: those leave garbage behind that only the garbage collector finds, which stops all calls.

    Args:
        event_ids: of the events.
        on_events_done: called with how many were confirmed or failed, each counted once.
    """

    def __init__(self, event_ids: Sequence[UUID], on_events_done: Callable[[int], None]) -> None:
        self.event_ids = event_ids
        self._left = len(event_ids)
        self._failure: Exception | None = None
        self._on_events_done = on_events_done
        self._to_tell: list[Callable[[], object]] = []
        self._lock = threading.Lock()

    @property
    def is_confirmed(self) -> bool:
        """Whether it has ended, and no event has failed."""
        return not self._left and self._failure is None

    def succeed(self, events: int = 1) -> None:
        """So many events are confirmed."""
        self._count(events, None)

    def fail(self, error: Exception, events: int = 1) -> None:
        """So many events are not confirmed and will not be."""
        if isinstance(error, _TROUBLE):
            # Its traceback holds whoever failed, and so this: garbage for the collector again.
            error = error.with_traceback(None)
        self._count(events, error)

    def at_end(self, tell: Callable[[], object]) -> None:
        """Have `tell` called when it has ended, in whatever thread ends it; now if it has."""
        with self._lock:
            if self._left:
                self._to_tell.append(tell)
                return
        tell()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within so long."""
        ended = threading.Event()
        self.at_end(ended.set)
        return ended.wait(seconds)

    async def wait_async(self) -> None:
        """Return when it has ended."""
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        self.at_end(partial(_wake, loop, ended))
        await ended

    def raise_failure(self) -> None:
        """Raise what the first event that failed did with, if one did.

        Raises:
            Reject: for an event that is too large.
            Retry: for any other trouble of the broker.
            Exception: the error itself where it is a bug.
        """
        if self._failure is not None:
            raise _translated(self._failure)

    def _count(self, events: int, failure: Exception | None) -> None:
        self._on_events_done(events)
        with self._lock:
            self._failure = self._failure or failure
            self._left -= events
            if self._left:
                return
            to_tell, self._to_tell = self._to_tell, []
        for tell in to_tell:
            tell()


def _wake(loop: asyncio.AbstractEventLoop, ended: asyncio.Future[None]) -> None:
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(_end, ended)


def _end(ended: asyncio.Future[None]) -> None:
    if not ended.done():
        ended.set_result(None)


def _translated(error: Exception) -> Exception:
    if isinstance(error, TimeoutError):
        return Retry("Kafka confirmed too little in time")
    if not isinstance(error, KafkaError):
        return error
    if isinstance(error, TooLarge):
        return Reject("body", "an event that the broker takes", "too large")
    return Retry(f"Kafka is away: {type(error).__name__}")
