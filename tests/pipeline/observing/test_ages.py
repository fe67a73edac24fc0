"""How old events are, from some of a batch."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from prometheus_client import REGISTRY

from pipeline.observing.ages import observe_ages, some_of
from tests.pipeline.flow.events import an_event


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250, 2000])
def test_some_of_a_batch_are_spread_over_it_and_never_many(count: int) -> None:
    some = some_of(range(count))
    assert len(some) == min(count, len(some)) <= 100
    assert count < 100 or len(some) > 50
    gaps = {right - left for left, right in pairwise(some)}
    assert len(gaps) <= 1


def test_ages_are_counted_from_occurrence_and_from_receipt() -> None:
    now = datetime.now(UTC)
    event = an_event(occurred_at=now - timedelta(hours=5), received_at=now - timedelta(seconds=4))
    before = within("occurred", "21600.0"), within("received", "5.0"), within("received", "3.0")
    observe_ages("resolved", [event], standing_for=7)
    after = within("occurred", "21600.0"), within("received", "5.0"), within("received", "3.0")
    assert [new - old for new, old in zip(after, before, strict=True)] == [7, 7, 0]


def within(since: str, bound: str) -> float:
    labels = {"stage": "resolved", "since": since, "le": bound}
    return REGISTRY.get_sample_value("guiyi_event_age_seconds_bucket", labels) or 0
