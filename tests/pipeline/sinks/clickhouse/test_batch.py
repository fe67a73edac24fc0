"""What is written and committed together."""

import pytest

from pipeline.record import Record
from pipeline.sinks.clickhouse.batch import Batch
from pipeline.sinks.clickhouse.reading import READERS
from pipeline.sinks.clickhouse.rows.profiles import PROFILES
from schemas.errors import Reject
from tests.pipeline.records import ARecord, record
from tests.pipeline.sinks.clickhouse.messages import event, id_of, profile


def batch_of(*records: Record) -> Batch:
    batch = Batch(records[0].topic, started=0.0)
    for each in records:
        batch.add(each, READERS[each.topic])
    return batch


def test_only_the_latest_version_of_a_profile_is_written() -> None:
    batch = batch_of(
        record("profiles", profile("p", 2), 0),
        record("profiles", profile("q", 1), 1),
        record("profiles", profile("p", 3), 2),
        record("profiles", profile("p", 1), 3),
    )
    lines = batch.rows[PROFILES]
    assert sorted((line.version, line.record.offset) for line in lines) == [(1, 1), (3, 2)]
    assert batch.records == 4
    assert batch.next_offsets == {0: 4}


def test_a_tombstone_of_a_later_version_takes_the_place_of_its_profile() -> None:
    tombstone = ARecord(
        "profiles", None, 1, key=str(id_of("p")).encode(), headers=[("guiyi-version", b"3")]
    )
    batch = batch_of(record("profiles", profile("p", 2), 0), tombstone)
    assert [line.record for line in batch.rows[PROFILES]] == [tombstone]


def test_the_token_names_what_is_in_it_whatever_came_first() -> None:
    left, right = (
        record("resolved-events", event(1), 7, 0),
        record("resolved-events", event(2), 3, 1),
    )
    token = batch_of(left, right).token("cluster", PROFILES)
    assert token == "cluster/resolved-events/0:7-7,1:3-3/profiles"
    assert batch_of(right, left).token("cluster", PROFILES) == token


def test_a_record_that_fails_half_way_leaves_no_rows_behind() -> None:
    def fail_half_way(_record: Record):  # type: ignore[no-untyped-def]
        yield PROFILES, (id_of("p"), 1)
        raise Reject("field", "something")

    batch = Batch("profiles", started=0.0)
    batch.add(ARecord("profiles", b"x", 5), fail_half_way)
    assert batch.rows == {}
    assert [each.offset for each, _ in batch.refused] == [5]
    assert batch.next_offsets == {0: 6}


@pytest.mark.parametrize("topic", list(READERS))
def test_the_size_is_that_of_its_messages(topic: str) -> None:
    assert batch_of(ARecord(topic, b"12345", 0), ARecord(topic, b"678", 1)).size == 8
