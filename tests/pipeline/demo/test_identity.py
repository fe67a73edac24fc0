from collections import Counter
from pathlib import Path

import pytest

from pipeline.demo.clock import last_whole_day
from pipeline.demo.day import Day, make_day
from pipeline.demo.in_process import customer_events, raw_events
from pipeline.demo.performing import PRECISION_FLOOR
from pipeline.demo.platforms import SOCIAL
from resolvers.evaluation import pair_scores
from resolvers.policy import load_policy
from resolvers.resolution import PlacedEvent, Position
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.event import CustomerEvent


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(600, seed=7, midnight=last_whole_day())


@pytest.fixture(scope="module")
def events(day: Day, tmp_path_factory: pytest.TempPathFactory) -> list[CustomerEvent]:
    return list(customer_events(raw_events(day, tmp_path_factory.mktemp("day"))))


def test_every_delivery_is_an_event_of_its_account_and_repeats_keep_their_ids(
    day: Day, events: list[CustomerEvent]
) -> None:
    distinct = {event.event_id: event.account.account_id for event in events}

    assert Counter(distinct.values()) == day.events
    assert len(events) >= day.deliveries > len(distinct)


def test_events_are_nobodys_where_the_platform_does_not_say_whose_they_are(
    day: Day, events: list[CustomerEvent]
) -> None:
    nobodys = {event.account.account_id for event in events if event.anonymous}

    assert nobodys == day.anonymous.keys()
    assert {account.partition(":")[0] for account in nobodys} == {
        "douyin_shop",
        "kuaishou",
        "meituan",
        "taobao",
        "xiaohongshu",
    }


def test_each_platform_tells_what_it_can(events: list[CustomerEvent]) -> None:
    types: dict[str, set[str]] = {}
    for event in events:
        types.setdefault(event.platform, set()).add(event.type)

    assert {"order", "payment"} <= types["wechat_channels"] & types["taobao"] & types["kuaishou"]
    assert {"live_comment", "gift", "like"} <= types["douyin"] & types["bilibili"]
    assert {"message", "reply", "follow", "join_group"} <= types["wecom"]
    assert {"comment", "reply"} <= types["zhihu"]
    assert {"review", "reply"} <= types["meituan"]


def test_a_person_is_the_same_where_platforms_share_an_id(
    day: Day, events: list[CustomerEvent]
) -> None:
    holders: dict[tuple[str, str], set[str]] = {}
    for event in events:
        for each in event.identifiers:
            if each.type in {"unionid", "douyin_union_id"}:
                holders.setdefault((each.type, each.value), set()).add(event.account.account_id)
    shared = {key: accounts for key, accounts in holders.items() if len(accounts) > 1}
    met = {account.partition(":")[0] for accounts in shared.values() for account in accounts}

    assert all(len({day.truth[each] for each in accounts}) == 1 for accounts in holders.values())
    assert {"wechat_oa", "wechat_miniprogram", "wechat_channels", "wecom", "douyin"} <= met


def test_events_happened_on_the_day(events: list[CustomerEvent]) -> None:
    timeless = {"user_info", "contact", "group_member", "life_member_join"}  # as of their receipt
    midnight = last_whole_day()
    days = Counter(
        (event.occurred_at - midnight).days
        for event in events
        if event.platform_type not in timeless
    )

    assert set(days) <= {-2, -1, 0, 1}
    assert days[0] > 0.9 * days.total()


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
    # Elsewhere most accounts state a nickname only, or nothing at all.
    stating = {a: who for a, who in day.truth.items() if a.partition(":")[0] in SOCIAL}

    assert pair_scores(day.truth, found).precision >= PRECISION_FLOOR
    assert pair_scores(day.truth, found).recall > 0.3
    assert pair_scores(stating, found).recall > 0.5
