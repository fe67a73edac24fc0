"""The time series of one `/metrics` page."""

from collections.abc import Mapping

from prometheus_client.parser import text_string_to_metric_families

from pipeline.status.quantile import Buckets

Key = tuple[str, frozenset[tuple[str, str]]]


class Series:
    """Values by name and labels.

    Args:
        values: each series' value, by its name and all its labels.
    """

    def __init__(self, values: Mapping[Key, float]) -> None:
        self._values = values

    @classmethod
    def of(cls, page: str) -> "Series":
        """Read a page in Prometheus' text format.

        Raises:
            ValueError: it is none.
        """
        return cls(
            {
                (sample.name, frozenset(sample.labels.items())): sample.value
                for family in text_string_to_metric_families(page)
                for sample in family.samples
            }
        )

    def value(self, name: str, /, **labels: str) -> float | None:
        """The sum of all series of the name that have these labels; None: there is none."""
        found = list(self._matching(name, labels).values())
        return sum(found) if found else None

    def by(self, label: str, name: str, /, **labels: str) -> dict[str, float]:
        """Such sums for each value of one label."""
        sums: dict[str, float] = {}
        for key, value in self._matching(name, labels).items():
            at = dict(key[1]).get(label, "")
            sums[at] = sums.get(at, 0.0) + value
        return sums

    def began_after(self, other: "Series") -> bool:
        """Whether the process was started again in between: its counters began anew."""
        name = "process_start_time_seconds"
        return self.value(name) != other.value(name)

    def increase(self, since: "Series | None", name: str, /, **labels: str) -> float:
        """By how much counters grew; one that fell began anew, so all it has is growth.

        Without `since`: from their beginning.
        """
        before = {} if since is None else since._values  # noqa: SLF001 (its own kind)
        return sum(
            _growth(before.get(key, 0.0), value)
            for key, value in self._matching(name, labels).items()
        )

    def histogram(self, since: "Series | None", name: str, /, **labels: str) -> Buckets:
        """What a histogram counted since then: by bucket's upper bound, what is at most that."""
        bucket = f"{name}_bucket"
        bounds = self.by("le", bucket, **labels)
        return {
            float(bound): self.increase(since, bucket, le=bound, **labels)
            for bound in sorted(bounds, key=float)
        }

    def _matching(self, name: str, labels: Mapping[str, str]) -> dict[Key, float]:
        wanted = frozenset(labels.items())
        return {
            key: value for key, value in self._values.items() if key[0] == name and wanted <= key[1]
        }


def _growth(before: float, now: float) -> float:
    return now - before if now >= before else now
