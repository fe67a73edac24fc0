"""The metrics that the worker and the sink have in common, every one of them.

What only one of them has stands in `pipeline.flow.metrics` and `pipeline.sinks.clickhouse.metrics`;
the connectors' in `connectors.sdk.metrics`. docs/operating.md says what to make of them. They are
counted by batch, since an event may cost them a microsecond at most.
"""

from prometheus_client import Counter, Gauge

from pipeline.observing.histogram import WeightedHistogram

EVENT_AGE_SECONDS = WeightedHistogram(
    "guiyi_event_age_seconds",
    "How old events were when the worker's outputs were confirmed (stage resolved) or when they "
    "were in ClickHouse (stage written): since they occurred, since we received them",
    ("stage", "since"),
    buckets=(
        *(0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30),
        *(60, 300, 1800, 3600, 6 * 3600, 86400, 7 * 86400),
    ),
)
DEAD_LETTERS = Counter(
    "guiyi_dead_letters_total",
    "Messages put to the dead letters, by the step that refused",
    ["step"],
)
READY = Gauge(
    "guiyi_ready", "1 while the process has partitions to work on, as /ready says; else 0"
)
RETRIES = Counter(
    "guiyi_retries_total",
    "Attempts that failed because a service was away: broker, store, clickhouse",
    ["service"],
)
STORE_CONFLICTS = Counter(
    "guiyi_store_conflicts_total",
    "Transactions undone and run again because another worker changed the same persons",
)

for _service in ("broker", "store", "clickhouse"):
    RETRIES.labels(_service)  # shown with 0: from nothing to 1 Prometheus sees no increase
