"""A batch in work, as it is seen from outside."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from pipeline.flow.metrics import BATCH_EVENTS, BATCH_SECONDS
from pipeline.observing.health import HEALTH
from pipeline.streams import Batch


@contextmanager
def observed(agent: str, batch: Batch) -> Iterator[None]:
    """Measure the work on a batch; while it lasts, health and each line of the log name it."""
    BATCH_EVENTS.labels(agent).observe(len(batch))
    place = {
        "batch_topic": batch.topic,
        "batch_partition": batch.partition,
        "first_offset": batch.first_offset,
        "last_offset": batch.last_offset,
    }
    name = f"{agent} {batch.topic}/{batch.partition}@{batch.first_offset}-{batch.last_offset}"
    with (
        structlog.contextvars.bound_contextvars(agent=agent, **place),
        HEALTH.working_on(name),
        BATCH_SECONDS.labels(agent).time(),
    ):
        yield
