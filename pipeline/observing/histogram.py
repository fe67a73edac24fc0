"""A Prometheus histogram that takes a whole batch's values at once."""

import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

Labels = tuple[str, ...]


class WeightedHistogram(Collector):
    """Counts values that each stand for several. Its methods may be called from any thread.

    Observing value by value costs more than an event may; so a batch gives some of its values,
    and how many it has.

    Args:
        name: with the unit at its end.
        documentation: what is measured.
        labels: their names.
        buckets: upper bounds, ascending; what is above the last is counted too.
        registry: where it is shown.
    """

    def __init__(
        self,
        name: str,
        documentation: str,
        labels: Labels,
        *,
        buckets: Sequence[float],
        registry: CollectorRegistry = REGISTRY,
    ) -> None:
        self._name = name
        self._documentation = documentation
        self._labels = labels
        self._bounds = tuple(map(float, buckets))
        self._counts: dict[Labels, list[float]] = {}
        self._sums: dict[Labels, float] = {}
        self._lock = threading.Lock()
        registry.register(self)

    def observe(self, labels: Labels, values: Sequence[float], *, standing_for: int) -> None:
        """Count `values`, spread evenly over the `standing_for` values that there are."""
        if not values:
            return
        ascending, weight = sorted(values), standing_for / len(values)
        # How many are at most each bound.
        ends = [0, *(bisect_right(ascending, bound) for bound in self._bounds), len(ascending)]
        with self._lock:
            counts = self._counts.setdefault(labels, [0.0] * (len(self._bounds) + 1))
            for bucket in range(len(counts)):
                counts[bucket] += (ends[bucket + 1] - ends[bucket]) * weight
            self._sums[labels] = self._sums.get(labels, 0.0) + sum(ascending) * weight

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """Prometheus' hook: the family as it stands."""
        family = HistogramMetricFamily(self._name, self._documentation, labels=self._labels)
        bounds = [*map(str, self._bounds), "+Inf"]
        with self._lock:
            for labels, counts in self._counts.items():
                upto, total = [], 0.0
                for bound, count in zip(bounds, counts, strict=True):
                    total += count
                    upto.append((bound, total))
                family.add_metric(labels, upto, self._sums[labels])
        yield family
