"""What analysts see, whatever comes twice and in whatever batches."""

from collections.abc import Iterator, Sequence

import pytest

from pipeline.clickhouse import Client
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.batch import Batch
from pipeline.sinks.clickhouse.reading import READERS
from pipeline.sinks.clickhouse.sink import ClickHouseSink
from schemas.identity import ChangeKind
from schemas.message import Message
from tests.pipeline.records import ARecord, record
from tests.pipeline.sinks.clickhouse.messages import change, event, id_of, profile


@pytest.fixture
def sink(clickhouse_settings: Settings) -> Iterator[ClickHouseSink]:
    sink = ClickHouseSink(clickhouse_settings, "cluster")
    yield sink
    sink.close()


def batch(topic: str, messages: Sequence[Message | ARecord], first_offset: int = 0) -> Batch:
    filled = Batch(topic, started=0.0)
    for offset, message in enumerate(messages, first_offset):
        filled.add(
            record(topic, message, offset) if isinstance(message, Message) else message,
            READERS[topic],
        )
    assert not filled.refused
    return filled


def test_an_event_arrives_whole(sink: ClickHouseSink, clickhouse: Client) -> None:
    sink.write(batch("resolved-events", [event(1)]))
    columns, (row,) = clickhouse.table("SELECT * FROM customer_events")
    found = dict(zip(columns, row, strict=True))
    assert found["event_id"] == event(1).event_id
    assert found["occurred_at"].timestamp() == event(1).occurred_at.timestamp()
    assert found["text"] == "你好 \"'\n"
    assert (found["object_id"], str(found["amount"])) == ("9007199254740993", "19.900000")
    assert found["profile_id"] == found["profile_id_then"] == event(1).profile_id


def test_events_delivered_again_in_other_batches_count_once(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    events = [event(number) for number in range(100)]
    for size in (100, 7, 33):
        for first in range(0, 100, size):
            sink.write(batch("resolved-events", events[first : first + size], first))
    assert clickhouse.rows("SELECT count(), sum(amount) FROM customer_events")[0] == (100, 1990)
    clickhouse.command("OPTIMIZE TABLE events FINAL")
    assert clickhouse.rows("SELECT count() FROM events")[0] == (100,)


def test_an_event_that_comes_again_with_another_time_counts_once(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    # A platform that states no time: the event has the time of its arrival.
    sink.write(batch("resolved-events", [event(1)]))
    later = event(1).occurred_at.replace(month=4)
    sink.write(batch("resolved-events", [event(1, occurred_at=later)], 1))
    assert clickhouse.rows("SELECT count() FROM customer_events")[0] == (1,)


def test_the_same_batch_is_inserted_once(sink: ClickHouseSink, clickhouse: Client) -> None:
    for _ in range(3):
        sink.write(batch("resolved-events", [event(1), event(2)]))
    assert clickhouse.rows("SELECT count() FROM events")[0] == (2,)


def test_a_new_cluster_with_the_same_offsets_is_not_taken_for_the_old(
    clickhouse_settings: Settings, clickhouse: Client
) -> None:
    for cluster_id, number in (("old", 1), ("new", 2)):
        ClickHouseSink(clickhouse_settings, cluster_id).write(
            batch("resolved-events", [event(number)])
        )
    assert clickhouse.rows("SELECT count() FROM events")[0] == (2,)


def test_events_years_apart_fit_into_one_batch(sink: ClickHouseSink, clickhouse: Client) -> None:
    events = [
        event(number, occurred_at=event(number).occurred_at.replace(year=1900 + number))
        for number in range(150)
    ]
    sink.write(batch("resolved-events", events))
    assert clickhouse.rows("SELECT count() FROM customer_events")[0] == (150,)


def test_the_latest_version_of_a_profile_holds_in_any_order(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    versions = [profile("p", 2), profile("p", 3), profile("p", 1), profile("q", 1)]
    sink.write(batch("profiles", versions))
    sink.write(batch("profiles", [profile("p", 2)], 9))
    found = clickhouse.rows("SELECT profile_id, version, counters['events'] FROM customers")
    assert sorted(found) == sorted([(id_of("p"), 3, 3), (id_of("q"), 1, 1)])


def test_a_tombstone_ends_a_profile_even_when_older_versions_come_again(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    tombstone = ARecord(
        "profiles", None, 1, key=str(id_of("p")).encode(), headers=[("guiyi-version", b"4")]
    )
    sink.write(batch("profiles", [profile("p", 3), tombstone]))
    sink.write(batch("profiles", [profile("p", 3)], 2))
    assert clickhouse.rows("SELECT count() FROM customers")[0] == (0,)


def test_history_follows_merges_and_splits(sink: ClickHouseSink, clickhouse: Client) -> None:
    a, b = event(1).account.account_id, event(2).account.account_id
    sink.write(batch("resolved-events", [event(1), event(2)]))

    def customers() -> dict[str, object]:
        return dict(clickhouse.rows("SELECT account_id, profile_id FROM customer_events"))

    assert customers() == {a: event(1).profile_id, b: event(2).profile_id}
    merged = change(5, before={"p": (a,), "q": (b,)}, after={"q": (a, b)})
    sink.write(batch("identity-changes", [merged], 0))
    assert customers() == {a: id_of("q"), b: event(2).profile_id}
    split = change(9, before={"q": (a, b)}, after={"r": (a,), "s": (b,)}, kind=ChangeKind.SPLIT)
    sink.write(batch("identity-changes", [split], 1))
    sink.write(batch("identity-changes", [merged, split], 7))
    assert customers() == {a: id_of("r"), b: id_of("s")}
    assert clickhouse.rows("SELECT count() FROM identity_changes FINAL")[0] == (2,)
    erased = change(11, before={"r": (a,)}, after={}, kind=ChangeKind.ERASED)
    sink.write(batch("identity-changes", [erased], 9))
    assert clickhouse.rows("SELECT account_id FROM customer_accounts") == [(b,)]
