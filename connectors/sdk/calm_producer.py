"""kafka-python's producer, without its busy loop."""

import time
from collections.abc import Mapping
from typing import Any

from kafka import KafkaProducer
from kafka.future import Future

_PAUSE_SECONDS = 0.1


def calm_producer(options: Mapping[str, Any]) -> KafkaProducer:
    """A producer that asks for metadata at most ten times a second.

    The network thread of kafka-python (3.0.12) asks for metadata whenever a partition that has
    something to send has no leader, and each request wakes it up to ask again. While the broker
    was away, that took all of a core, and calls were answered too late by the event loop beside it.
    """
    producer = KafkaProducer(**options)
    metadata = producer._metadata  # noqa: SLF001 (there is no other way in)
    metadata.request_update = _Paused(metadata.request_update)
    return producer


class _Paused:
    """Asks no sooner than a pause after the last time, and gives the answer to that until then."""

    def __init__(self, request_update: Any) -> None:  # noqa: ANN401 (kafka-python is untyped)
        self._request_update = request_update
        self._requested_at = 0.0
        self._requested: Future | None = None

    def __call__(self) -> Future:
        now = time.monotonic()
        if self._requested is None or now - self._requested_at > _PAUSE_SECONDS:
            self._requested_at, self._requested = now, self._request_update()
        return self._requested
