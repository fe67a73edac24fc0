"""The stages of the flow as one readable list: which metric says what of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.status.look import Kind
from pipeline.status.quantile import Buckets
from pipeline.status.series import Series
from schemas.topics import EVENTS, RESOLVED_EVENTS


@dataclass(frozen=True, slots=True)
class Metric:
    """The series of one name that have these labels."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def increase(self, now: Series, since: Series | None) -> float:
        """Of a counter."""
        return now.increase(since, self.name, **self.labels)

    def histogram(self, now: Series, since: Series | None) -> Buckets:
        """What a histogram counted."""
        return now.histogram(since, self.name, **self.labels)

    def mean(self, now: Series, since: Series | None) -> float | None:
        """Of what a histogram counted; None: nothing."""
        count = now.increase(since, f"{self.name}_count", **self.labels)
        return now.increase(since, f"{self.name}_sum", **self.labels) / count if count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage.

    Args:
        taken: counts what came in.
        given: counts what went out, confirmed.
        refused: counts what was turned away or dead-lettered.
        dropped: counts what carried nothing for us.
        batch: a histogram of how much was done together.
        seconds: a histogram of how long it took from receipt.
    """

    name: str
    taken: Metric
    given: Metric
    refused: Metric
    dropped: Metric | None = None
    batch: Metric | None = None
    seconds: Metric | None = None


def _agent(name: str, topic: str, seconds: Metric | None) -> Stage:
    def messages(**outcome: str) -> Metric:
        return Metric("guiyi_messages_total", {"agent": name, **outcome})

    return Stage(
        name=name,
        taken=messages(),
        given=Metric("guiyi_produced_messages_total", {"topic": topic}),
        refused=messages(outcome="rejected"),
        dropped=messages(outcome="dropped"),
        batch=Metric("guiyi_batch_events", {"agent": name}),
        seconds=seconds,
    )


def _age(stage: str) -> Metric:
    return Metric("guiyi_event_age_seconds", {"stage": stage, "since": "received"})


STAGES: Mapping[Kind, tuple[Stage, ...]] = {
    "connectors": (
        Stage(
            name="receive",
            taken=Metric("guiyi_connector_received_total"),
            given=Metric("guiyi_connector_published_total"),
            refused=Metric("guiyi_connector_refused_total"),
            seconds=Metric("guiyi_connector_publish_seconds"),
        ),
    ),
    "worker": (
        _agent("normalize", EVENTS.name, seconds=None),
        _agent("resolve", RESOLVED_EVENTS.name, _age("resolved")),
    ),
    "sink": (
        Stage(
            name="write",
            taken=Metric("guiyi_sink_messages_total"),
            given=Metric("guiyi_sink_rows_total"),
            refused=Metric("guiyi_sink_rejected_messages_total"),
            batch=Metric("guiyi_sink_batch_messages"),
            seconds=_age("written"),
        ),
    ),
}
