"""How far a process is behind on the partitions it reads, as it knows it itself."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """One partition.

    Args:
        messages: to its end, as of the last fetch, from the first that is not done with.
        oldest_at: the timestamp of the oldest message taken and not done with, in seconds since
            1970; None: nothing is in hand.
    """

    topic: str
    partition: int
    messages: int
    oldest_at: float | None


class LagMetrics(Collector):
    """Shows the lag of a consumer group's member.

    A process that is down or fetches nothing cannot know: `guiyi status` asks the broker.

    Args:
        group: the consumer group.
        lags: asked at every scrape, from any thread.
    """

    def __init__(
        self,
        group: str,
        lags: Callable[[], Iterable[PartitionLag]],
        registry: CollectorRegistry = REGISTRY,
    ) -> None:
        self._group = group
        self._lags = lags
        registry.register(self)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Prometheus' hook."""
        labels = ("group", "topic", "partition")
        messages = GaugeMetricFamily(
            "guiyi_lag_messages",
            "Messages from the first that is not done with to the end, as of the last fetch",
            labels=labels,
        )
        seconds = GaugeMetricFamily(
            "guiyi_lag_seconds",
            "Age of the oldest message that was taken and is not done with; 0: there is none",
            labels=labels,
        )
        now = time.time()
        for lag in self._lags():
            place = (self._group, lag.topic, str(lag.partition))
            messages.add_metric(place, lag.messages)
            seconds.add_metric(place, 0 if lag.oldest_at is None else max(0, now - lag.oldest_at))
        yield messages
        yield seconds
