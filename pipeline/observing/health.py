"""Whether a process gets on: what it has in work, and which services it waits for."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


class Health(Collector):
    """What one process is at, and since when. Its methods may be called from any thread.

    Args:
        registry: shows for how long services have been away and work has lasted.
        clock: in seconds, monotonic.
    """

    def __init__(
        self,
        *,
        registry: CollectorRegistry = REGISTRY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._in_work: dict[int, tuple[str, float]] = {}
        self._numbers = count()
        self._away: dict[str, tuple[float, str] | None] = {}
        self._lock = threading.Lock()
        registry.register(self)

    @contextmanager
    def working_on(self, what: str) -> Iterator[None]:
        """Have this in work, until it is done or fails."""
        number = next(self._numbers)
        with self._lock:
            self._in_work[number] = (what, self._clock())
        try:
            yield
        finally:
            with self._lock:
                del self._in_work[number]

    def is_away(self, service: str, reason: str) -> None:
        """An attempt failed because the service is away; it counts from the first of a row."""
        with self._lock:
            since, _ = self._away.get(service) or (self._clock(), "")
            self._away[service] = (since, reason)

    def is_there(self, service: str) -> None:
        """The service did what was asked of it."""
        with self._lock:
            self._away[service] = None

    def troubles(self, patience_seconds: float) -> list[str]:
        """What has been in work, or away, for longer than the patience. Empty: it gets on."""
        now = self._clock()
        with self._lock:
            found = [
                (since, f"{what} has been in work for {now - since:.0f} s")
                for what, since in self._in_work.values()
            ] + [
                (away[0], f"{service} has been away for {now - away[0]:.0f} s: {away[1]}")
                for service, away in self._away.items()
                if away is not None
            ]
        return [trouble for since, trouble in found if now - since > patience_seconds]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Prometheus' hook."""
        away = GaugeMetricFamily(
            "guiyi_service_away_seconds",
            "For how long a service has been away: broker, store, clickhouse; 0: it is there",
            labels=["service"],
        )
        now = self._clock()
        with self._lock:
            for service, since in self._away.items():
                away.add_metric([service], 0 if since is None else now - since[0])
            longest = max((now - since for _, since in self._in_work.values()), default=0)
        yield away
        yield GaugeMetricFamily(
            "guiyi_longest_work_seconds",
            "For how long the longest of what is in work has been; 0: nothing is",
            longest,
        )


HEALTH = Health()
"""This process's own."""
