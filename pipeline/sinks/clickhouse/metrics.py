"""The ClickHouse sink's own Prometheus metrics, every one of them.

Those that it shares with the worker stand in `pipeline.observing.metrics`.
"""

from dataclasses import dataclass
from datetime import datetime

import orjson
from prometheus_client import Counter, Histogram

from pipeline.observing.ages import observe_ages, some_of
from pipeline.record import Record
from pipeline.sinks.clickhouse.batch import Batch
from pipeline.sinks.clickhouse.rows.events import EVENTS

READ = Counter("guiyi_sink_messages_total", "Messages read, by topic", ["topic"])
REJECTED = Counter(
    "guiyi_sink_rejected_messages_total",
    "Messages put to the dead letters: not readable, or ClickHouse refused a row of theirs",
    ["topic"],
)
ROWS = Counter("guiyi_sink_rows_total", "Rows that ClickHouse took, by table", ["table"])
INSERT_SECONDS = Histogram("guiyi_sink_insert_seconds", "Inserting into one table", ["table"])
BATCH_MESSAGES = Histogram(
    "guiyi_sink_batch_messages",
    "Messages written and committed together",
    ["topic"],
    buckets=(1, 10, 100, 500, 1000, 5000, 10_000, 20_000, 50_000, 100_000),
)


@dataclass(frozen=True, slots=True)
class _Times:
    occurred_at: datetime
    received_at: datetime


def count_written(batch: Batch, *, rejected: int) -> None:
    """Count a batch that is in ClickHouse, and how old its events are by now."""
    BATCH_MESSAGES.labels(batch.topic).observe(batch.records)
    for table, rows in batch.rows.items():
        ROWS.labels(table.name).inc(len(rows) - batch.refused_rows.get(table, 0))
    if rejected:
        REJECTED.labels(batch.topic).inc(rejected)
    if events := len(batch.rows.get(EVENTS, ())):
        times = [_times(record) for record in some_of(batch.samples)]
        known = [one for one in times if one is not None]
        observe_ages("written", known, standing_for=events)


def _times(record: Record) -> _Times | None:
    """Of a resolved event; None: it is among the refused."""
    try:
        event = orjson.loads(record.value or b"")
        return _Times(*(datetime.fromisoformat(event[name]) for name in _Times.__slots__))
    except (ValueError, KeyError, TypeError):
        return None
