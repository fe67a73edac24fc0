"""What connectors count. Labels are configured names, never a person's values."""

from prometheus_client import CollectorRegistry, Counter, Gauge

_SOURCE = ("platform", "source")


class Metrics:
    """Counters of one connector process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.received = self._counter("received", "calls that reached a receiver", _SOURCE)
        self.refused = self._counter("refused", "calls refused", (*_SOURCE, "reason"))
        self.duplicates = self._counter(
            "duplicates", "events published again, as a platform had repeated them", _SOURCE
        )
        self.published = self._counter("published", "events confirmed by the broker", _SOURCE)
        self.pages = self._counter("pages", "pages polled", ("poller",))
        self.poll_failures = self._counter(
            "poll_failures", "pages that could not be had", ("poller", "reason")
        )
        self.pollers_stopped = Gauge(
            "guiyi_connector_pollers_stopped",
            "pollers that wait for a person",
            registry=self.registry,
        )

    def _counter(self, name: str, help_text: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"guiyi_connector_{name}", help_text, labels, registry=self.registry)
