from collections import Counter
from pathlib import Path

import pytest

from pipeline.demo.day import Day, make_day
from pipeline.demo.in_process import customer_events, raw_events
from pipeline.demo.performing import PRECISION_FLOOR
from resolvers.evaluation import pair_scores
from resolvers.policy import load_policy
from resolvers.resolution import PlacedEvent, Position
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.event import CustomerEvent


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(600, seed=7)


@pytest.fixture(scope="module")
def events(day: Day, tmp_path_factory: pytest.TempPathFactory) -> list[CustomerEvent]:
    return list(customer_events(raw_events(day, tmp_path_factory.mktemp("day"))))


def test_every_delivery_is_an_event_of_its_account_and_repeats_keep_their_ids(
    day: Day, events: list[CustomerEvent]
) -> None:
    distinct = {event.event_id: event.account.account_id for event in events}

    assert Counter(distinct.values()) == day.events
    assert len(events) == day.deliveries > len(distinct)


def test_events_happened_on_the_day(events: list[CustomerEvent]) -> None:
    days = Counter(
        event.occurred_at.date().isoformat()
        for event in events
        if event.platform_type != "user_info"
    )

    assert set(days) <= {"2025-12-29", "2025-12-30", "2025-12-31", "2026-01-01"}
    assert days["2026-01-01"] > len(events) / 2


def test_profiles_join_most_accounts_and_hardly_ever_wrong_ones(
    day: Day, events: list[CustomerEvent], tmp_path: Path
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/identity.sqlite3")
    resolver = Resolver(store, load_policy())
    found: dict[str, str] = {}
    for offset in range(0, len(events), 1000):
        batch = [
            PlacedEvent(offset + place, event)
            for place, event in enumerate(events[offset : offset + 1000])
        ]
        position = Position("cluster", "events", 0, batch[-1].offset)
        for profile in resolver.apply(position, batch).profiles:
            found |= {held.account_id: str(profile.profile_id) for held in profile.accounts}
    scores = pair_scores(day.truth, found)

    assert scores.precision >= PRECISION_FLOOR
    assert scores.recall > 0.5
