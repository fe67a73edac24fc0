"""Rows that ClickHouse itself refuses: single ones, or every one."""

from collections.abc import Collection, Iterator

import pytest
from prometheus_client import REGISTRY

from pipeline.clickhouse import Client
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.batch import Batch
from pipeline.sinks.clickhouse.metrics import count_written
from pipeline.sinks.clickhouse.reading import READERS
from pipeline.sinks.clickhouse.sink import ClickHouseSink
from schemas.errors import Fatal
from tests.pipeline.records import record
from tests.pipeline.sinks.clickhouse.messages import damaged, event


@pytest.fixture
def sink(clickhouse_settings: Settings) -> Iterator[ClickHouseSink]:
    sink = ClickHouseSink(clickhouse_settings, "cluster")
    yield sink
    sink.close()


def batch(numbers: range, bad: Collection[int] = ()) -> Batch:
    filled = Batch("resolved-events", started=0.0)
    for number in numbers:
        reader = damaged if number in bad else READERS["resolved-events"]
        filled.add(record("resolved-events", event(number), number), reader)
    return filled


def take_none(clickhouse: Client) -> None:
    """Change our table as nobody should, so that it takes no row of ours."""
    clickhouse.command("TRUNCATE TABLE events")
    clickhouse.command("ALTER TABLE events MODIFY COLUMN text UInt8")


def count(client: Client) -> int:
    return int(client.rows("SELECT count() FROM customer_events")[0][0])


@pytest.mark.parametrize("bad", [{0}, {99}, {41, 42, 77}, set(range(0, 100, 3))])
def test_only_the_refused_rows_are_left_out(
    sink: ClickHouseSink, clickhouse: Client, bad: set[int]
) -> None:
    refused = sink.write(batch(range(100), bad))
    assert sorted(each.offset for each, _ in refused) == sorted(bad)
    assert count(clickhouse) == 100 - len(bad)


def test_a_refusal_names_table_and_error_but_no_value(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    ((_, failure),) = sink.write(batch(range(10), {5}))
    assert failure.message == "events: ClickHouse: CANNOT_PARSE_INPUT_ASSERTION_FAILED (code 27)"


def test_a_batch_that_is_refused_again_leaves_out_the_same(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    for _ in range(2):
        refused = sink.write(batch(range(50), {7, 8}))
        assert sorted(each.offset for each, _ in refused) == [7, 8]
    assert clickhouse.rows("SELECT count() FROM events")[0] == (48,)


def test_a_single_row_is_blamed_where_its_table_took_others(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    assert sink.write(batch(range(10))) == []
    ((record_, _),) = sink.write(batch(range(10, 11), {10}))
    assert record_.offset == 10
    assert count(clickhouse) == 10


def test_a_table_that_takes_no_row_any_more_is_blamed_itself(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    sink.write(batch(range(10)))
    take_none(clickhouse)
    with pytest.raises(Fatal, match="also a row that events took before"):
        sink.write(batch(range(10, 20)))


def test_a_sink_whose_first_row_is_bad_goes_on(sink: ClickHouseSink, clickhouse: Client) -> None:
    ((record_, _),) = sink.write(batch(range(1), {0}))
    assert record_.offset == 0
    assert sink.write(batch(range(1, 10))) == []
    assert count(clickhouse) == 9


def test_a_first_row_that_is_bad_is_one_row_however_often_its_batch_comes(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    for _ in range(12):  # as while the dead letters are away
        assert len(sink.write(batch(range(1), {0}))) == 1


def test_what_was_refused_is_not_sent_again_as_a_whole(
    sink: ClickHouseSink, clickhouse: Client
) -> None:
    before = inserts()
    sink.write(batch(range(2), {1}))
    assert inserts() - before == 3, "both, the one, the other"


def test_refused_rows_are_not_counted_as_taken(sink: ClickHouseSink, clickhouse: Client) -> None:
    filled = batch(range(10), {3, 4})
    before = taken()
    refused = sink.write(filled)
    count_written(filled, rejected=len(refused))
    assert taken() - before == 8


def inserts() -> float:
    return REGISTRY.get_sample_value("guiyi_sink_insert_seconds_count", {"table": "events"}) or 0


def taken() -> float:
    return REGISTRY.get_sample_value("guiyi_sink_rows_total", {"table": "events"}) or 0


@pytest.mark.parametrize("rows", [10, 30, 300])
def test_a_table_that_never_took_a_row_is_blamed_itself(
    sink: ClickHouseSink, clickhouse: Client, rows: int
) -> None:
    take_none(clickhouse)
    with pytest.raises(Fatal, match="every row for events, and none was taken before"):
        sink.write(batch(range(rows)))


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TABLE events",
        "ALTER TABLE events DROP COLUMN text",
        "ALTER TABLE events RENAME COLUMN text TO words",
    ],
)
def test_a_table_that_is_not_as_we_made_it_is_no_fault_of_rows(
    sink: ClickHouseSink, clickhouse: Client, harm: str
) -> None:
    sink.write(batch(range(10)))
    clickhouse.command(harm)
    with pytest.raises(Fatal):
        sink.write(batch(range(10, 20)))


def test_a_password_that_is_wrong_is_no_fault_of_rows(clickhouse_settings: Settings) -> None:
    wrong = clickhouse_settings.model_copy(update={"clickhouse_user": "nobody"})
    with pytest.raises(Fatal):
        ClickHouseSink(wrong, "cluster").write(batch(range(10)))
