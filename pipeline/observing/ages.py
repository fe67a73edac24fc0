"""How old events are when something is done with them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, Protocol, TypeVar

from pipeline.observing.metrics import EVENT_AGE_SECONDS

T = TypeVar("T")

MOST_LOOKED_AT = 100
"""Of a batch. Events that came together are nearly of one age, so more would tell no more."""


class Timed(Protocol):
    """What knows its times."""

    @property
    def occurred_at(self) -> datetime: ...
    @property
    def received_at(self) -> datetime: ...


def some_of(items: Sequence[T], most: int = MOST_LOOKED_AT) -> Sequence[T]:
    """At most `most` of the items, evenly spread over them."""
    return items[:: -(-len(items) // most) or 1]


def observe_ages(
    stage: Literal["resolved", "written"], events: Sequence[Timed], *, standing_for: int
) -> None:
    """Count how old the events are now; `standing_for` is how many they were chosen from."""
    now = datetime.now(UTC)
    for since, times in (
        ("occurred", [event.occurred_at for event in events]),
        ("received", [event.received_at for event in events]),
    ):
        ages = [(now - time).total_seconds() for time in times]
        EVENT_AGE_SECONDS.observe((stage, since), ages, standing_for=standing_for)
