"""Metrics pages, as processes would serve them."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from pipeline.status.series import Series


def a_worker_page(
    *,
    done: int = 0,
    dropped: int = 0,
    rejected: int = 0,
    ages: tuple[float, ...] = (),
    store_away: float = 0,
    lag_seconds: float = 0,
    started_at: float = 1000.0,
) -> str:
    registry = CollectorRegistry()
    Gauge("process_start_time_seconds", "-", registry=registry).set(started_at)
    Gauge("process_resident_memory_bytes", "-", registry=registry).set(2**20)
    messages = Counter("guiyi_messages_total", "-", ["agent", "outcome"], registry=registry)
    for outcome, count in (("done", done), ("dropped", dropped), ("rejected", rejected)):
        messages.labels("normalize", outcome).inc(count)
        messages.labels("resolve", outcome).inc(0)
    produced = Counter("guiyi_produced_messages_total", "-", ["topic"], registry=registry)
    produced.labels("events").inc(done)
    batches = Histogram("guiyi_batch_events", "-", ["agent"], registry=registry)
    for _ in range(done // 100):
        batches.labels("normalize").observe(100)
    event_age = Histogram(
        "guiyi_event_age_seconds", "-", ["stage", "since"], registry=registry, buckets=(1, 2, 4)
    )
    for age in ages:
        event_age.labels("resolved", "received").observe(age)
        event_age.labels("resolved", "occurred").observe(3600)
    Counter("guiyi_retries_total", "-", ["service"], registry=registry).labels("store").inc(3)
    Gauge("guiyi_service_away_seconds", "-", ["service"], registry=registry).labels("store").set(
        store_away
    )
    lag = Gauge("guiyi_lag_seconds", "-", ["group", "topic", "partition"], registry=registry)
    lag.labels("guiyi-worker", "events", "0").set(lag_seconds)
    lag.labels("guiyi-worker", "events", "1").set(lag_seconds / 2)
    return generate_latest(registry).decode()


def a_worker(**counted: object) -> Series:
    return Series.of(a_worker_page(**counted))  # type: ignore[arg-type]
