"""What connectors count. Labels are configured names, never a person's values."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

_SOURCE = ("platform", "source")


class Metrics:
    """The metrics of one connector process, every one of them. docs/operating.md explains them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
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
        self.skipped = self._counter(
            "skipped",
            "lists and events passed over: the platform refuses them, or the broker",
            ("poller",),
        )
        self.publish_seconds = Histogram(
            "guiyi_connector_publish_seconds",
            "from a call's events in hand until the broker had confirmed them all",
            _SOURCE,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3.5, 5),
            registry=self.registry,
        )
        self.ready = Gauge(
            "guiyi_ready",
            "0 for a while after a call was turned away, as /ready says; else 1",
            registry=self.registry,
        )
        self.pending_events = Gauge(
            "guiyi_connector_pending_events",
            "events that wait for the broker to confirm them",
            registry=self.registry,
        )
        self.pollers_stopped = Gauge(
            "guiyi_connector_pollers_stopped",
            "pollers and listeners that wait for a person",
            registry=self.registry,
        )
        self.quota_left = Gauge(
            "guiyi_connector_quota_left",
            "calls that the platform still allows, as far as it says",
            ("poller", "quota"),
            registry=self.registry,
        )
        self.behind_seconds = Gauge(
            "guiyi_connector_behind_seconds",
            "age of the newest event of the last page, when it was had",
            ("poller",),
            registry=self.registry,
        )

        self.heard_at = Gauge(
            "guiyi_connector_heard_timestamp_seconds",
            "when a page was had last, or an event of a listener confirmed",
            ("poller",),
            registry=self.registry,
        )

    def count_confirmed(self, name: str, events: int, repeated: int) -> None:
        """The broker has confirmed what a poller or listener of this name heard."""
        platform, source = name.split("/")[:2]
        self.published.labels(platform, source).inc(events)
        self.duplicates.labels(platform, source).inc(repeated)
        self.heard_at.labels(name).set_to_current_time()

    def _counter(self, name: str, help_text: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"guiyi_connector_{name}", help_text, labels, registry=self.registry)
