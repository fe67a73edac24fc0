from collections import Counter
from pathlib import Path
from random import Random

import pytest

from connectors.crm.export import CrmExport
from connectors.crm.mapping_file import load_mapping
from connectors.crm.reader import read
from connectors.sdk.files.importing import import_file
from pipeline.demo.clock import Clock
from pipeline.demo.day import Day, make_day
from pipeline.demo.payloads import crm
from pipeline.demo.platforms import EVERY, PLATFORMS
from pipeline.demo.population import population
from tests.connectors.crm.exports import Published


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(300, seed=7)


def test_a_seed_gives_the_same_day_and_another_seed_another(day: Day) -> None:
    assert make_day(300, seed=7) == day
    assert make_day(300, seed=8) != day


@pytest.fixture(scope="module")
def owners() -> list[tuple[str, int]]:
    people = population(2000, seed=3)
    return [
        owned
        for platform in PLATFORMS.values()
        for owned in platform.happen(Random(3), Clock(), people).owners
    ]


def test_every_platform_is_in_the_day(day: Day) -> None:
    assert set(day.platforms) == set(EVERY)
    assert all(platform.events for platform in day.platforms.values())


def test_whoever_is_no_person_is_an_order_a_review_or_a_comment(day: Day) -> None:
    things = {account.split(":", 2)[2].partition("/")[0] for account in day.anonymous}

    assert things == {"order", "review", "comment"}


def test_no_account_is_two_persons(owners: list[tuple[str, int]]) -> None:
    accounts = Counter(account for account, _ in owners)

    assert max(accounts.values()) == 1


def test_everybody_is_somewhere(owners: list[tuple[str, int]]) -> None:
    assert {person for _, person in owners} == set(range(2000))


def test_some_deliveries_are_repeated_and_some_out_of_order(day: Day) -> None:
    callbacks = day.platforms["wechat_oa"].deliveries
    times = [callback.occurred_at for callback in callbacks]

    assert len(set(callbacks)) < len(callbacks)
    assert times != sorted(times)
    assert len(callbacks) < 1.1 * len(set(callbacks))


def test_a_phone_is_shared_in_some_families_only() -> None:
    phones = Counter(person.phone for person in population(2000, seed=3))
    shared = sum(1 for count in phones.values() if count > 1)

    assert 10 < shared < 100


def test_no_platform_tells_more_than_it_would(day: Day) -> None:
    people = population(300, seed=7)
    callbacks = b"".join(callback.body for callback in day.platforms["wechat_oa"].deliveries)
    posts = str(day.platforms["weibo"].lists)

    for person in people:
        if person.unionid:
            assert person.unionid.encode() not in callbacks
            assert person.unionid not in posts
        assert person.phone not in posts
        assert person.name.encode() not in callbacks


def test_a_marketplace_hides_whom_it_sold_to() -> None:
    people = population(300, seed=7)
    sold = [(p, r) for p in people for r in p.crm_records if r.channel == "天猫旗舰店"]

    assert len(sold) > 10
    for person, record in sold:
        assert record.name != person.name
        assert record.phone in {"", f"{person.phone[:3]}****{person.phone[-4:]}"}


def test_a_nickname_is_another_on_each_platform_and_yet_mostly_alike() -> None:
    people = [p for p in population(2000, seed=3) if p.weibo_name and "username" in p.profile]
    same = sum(p.weibo_name == p.profile["username"] for p in people)
    kept = sum(p.nickname in p.weibo_name for p in people)

    assert 0.1 * len(people) < same < 0.5 * len(people)
    assert 0.7 * len(people) < kept < 0.95 * len(people)


def test_posts_are_listed_newest_first_with_ids_that_grow_with_time(day: Day) -> None:
    comments = day.platforms["weibo"].lists["comments"]
    ids = [post["id"] for post in comments]
    times = [post["created_at"][8:] for post in comments]

    assert ids == sorted(set(ids), reverse=True)
    assert times == sorted(times, reverse=True)


def test_the_crm_file_is_imported_as_the_truth_says(day: Day, tmp_path: Path) -> None:
    path = tmp_path / "crm.csv"
    (file,) = day.platforms["crm"].files
    path.write_bytes(file.content)
    published = Published()
    summary = import_file(
        path,
        CrmExport(load_mapping(crm.MAPPING)),
        published,
        rejected_path=tmp_path / "rejected.csv",
    )
    readings = [read(raw) for raw in published.raws]
    accounts = Counter(
        event.account.account_id
        for reading in readings
        if isinstance(reading, tuple)
        for event in reading
    )

    assert summary.encoding == "gb18030"
    assert (summary.rejected, summary.empty) == (2, 1)
    assert accounts == {a: n for a, n in day.events.items() if a.startswith("crm:")}
