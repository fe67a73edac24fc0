"""The interface as clickhouse-connect and JDBC tools use it."""

import datetime as dt
import threading
import uuid
from decimal import Decimal
from typing import Any

import clickhouse_connect
import pandas as pd
import pytest
from clickhouse_connect.driver.client import Client as Driver
from clickhouse_connect.driver.exceptions import DatabaseError, StreamFailureError
from clickhouse_connect.driver.external import ExternalData


@pytest.fixture
def driver(clickhouse_url: str) -> Driver:
    database = f"driver_{uuid.uuid4().hex[:8]}"
    clickhouse_connect.get_client(dsn=clickhouse_url).command(f"CREATE DATABASE {database}")
    return clickhouse_connect.get_client(dsn=clickhouse_url, database=database)


def test_every_type_comes_back_as_it_went_in(driver: Driver) -> None:
    driver.command(
        "CREATE TABLE t (id UInt64, s String, n Nullable(Int32), a Array(String),"
        " m Map(String, UInt8), d DateTime64(3, 'UTC'), u UUID, lc LowCardinality(String),"
        " dec Decimal(18, 4), b Bool, da Date, tu Tuple(String, Nullable(Float64)))"
        " ENGINE = MergeTree ORDER BY id"
    )
    row = [
        2**64 - 1,
        "归一\x00'\\",
        None,
        ["a", ""],
        {"k": 1},
        dt.datetime(2026, 1, 2, 3, 4, 5, 678000),  # noqa: DTZ001 (the driver gives UTC so)
        uuid.uuid4(),
        "lc",
        Decimal("1.2345"),
        True,
        dt.date(2026, 1, 2),
        ("x", None),
    ]
    summary = driver.insert("t", [row, row])
    assert summary.written_rows == 2
    assert [list(found) for found in driver.query("SELECT * FROM t").result_rows] == [row, row]


@pytest.mark.parametrize("compress", ["lz4", "zstd", "gzip", False])
def test_a_big_insert_arrives_whole(clickhouse_url: str, compress: str | bool) -> None:
    client = clickhouse_connect.get_client(dsn=clickhouse_url, compress=compress)
    table = f"big_{uuid.uuid4().hex[:8]}"
    client.command(f"CREATE TABLE {table} (a UInt64, b String) ENGINE = MergeTree ORDER BY a")
    numbers = list(range(400_000))
    columns: list[list[Any]] = [numbers, [f"value-{number}" for number in numbers]]
    client.insert(table, columns, column_names=["a", "b"], column_oriented=True)
    assert client.query(f"SELECT a, b FROM {table} ORDER BY a").result_columns == columns


def test_parameters_are_bound_on_the_server(driver: Driver) -> None:
    moment = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    result = driver.query(
        "SELECT {s:String}, {l:Array(UInt64)}, toUnixTimestamp({d:DateTime('UTC')})",
        parameters={"s": "a'b\n\tc\\", "l": [1, 2**63], "d": moment},
    )
    assert result.result_rows == [("a'b\n\tc\\", [1, 2**63], moment.timestamp())]


def test_many_parameters_travel_in_a_form(driver: Driver) -> None:
    wanted = [f"值 {number}\r\n--" for number in range(20_000)]
    found = driver.query(
        "SELECT length({l:Array(String)}), {l:Array(String)}[7]", parameters={"l": wanted}
    )
    assert found.result_rows == [(20_000, wanted[6])]


def test_a_table_may_come_with_its_query(clickhouse_url: str) -> None:
    client = clickhouse_connect.get_client(dsn=clickhouse_url)
    structures: list[dict[str, Any]] = [
        {"structure": ["a UInt8", "b Map(String, UInt8)"]},
        {"types": ["UInt8", "Map(String, UInt8)"]},
    ]
    for structure in structures:
        table = ExternalData(
            file_name="mine.csv", data=b"1,{'x':1}\r\n2,{}\r\n", fmt="CSV", **structure
        )
        # Twice in one session: nothing of the first may be left.
        for _ in range(2):
            found = client.query("SELECT * FROM mine ORDER BY 1", external_data=table)
            assert found.result_rows == [(1, {"x": 1}), (2, {})]


def test_an_empty_result_has_its_columns(driver: Driver) -> None:
    result = driver.query("SELECT 1 AS a, 'x' AS b FROM numbers(10) WHERE number > 10")
    assert (result.column_names, list(result.result_rows)) == (("a", "b"), [])


def test_data_frames_and_arrow_tables_travel(driver: Driver) -> None:
    driver.command("CREATE TABLE f (a UInt64, b String) ENGINE = MergeTree ORDER BY a")
    driver.insert_df("f", pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}))
    assert driver.query_df("SELECT * FROM f ORDER BY a")["b"].tolist() == ["x", "y"]
    assert driver.query_arrow("SELECT a FROM f ORDER BY a").column("a").to_pylist() == [1, 2]


def test_a_repeated_insert_with_one_token_is_done_once(driver: Driver) -> None:
    driver.command(
        "CREATE TABLE once (a UInt64) ENGINE = MergeTree ORDER BY a"
        " SETTINGS non_replicated_deduplication_window = 10"
    )
    for _ in range(3):
        driver.insert("once", [[1]], settings={"insert_deduplication_token": "t"})
    driver.insert("once", [[1]], settings={"insert_deduplication_token": "u"})
    assert driver.command("SELECT count() FROM once") == 2


def test_errors_keep_their_code_and_name(driver: Driver) -> None:
    with pytest.raises(DatabaseError) as failed:
        driver.query("SELECT * FROM nope")
    assert (failed.value.code, failed.value.name) == (60, "UNKNOWN_TABLE")
    with (
        pytest.raises(StreamFailureError, match="395"),
        driver.query_row_block_stream(
            "SELECT throwIf(number > 2000000) FROM numbers(3000000)"
        ) as blocks,
    ):
        for _ in blocks:
            pass


def test_a_stream_may_be_left_half_read(driver: Driver) -> None:
    with driver.query_row_block_stream("SELECT number FROM numbers(50000000)") as blocks:
        assert next(iter(blocks))
    assert driver.command("SELECT 1") == 1


def test_many_clients_work_side_by_side(clickhouse_url: str, driver: Driver) -> None:
    driver.command("CREATE TABLE shared (a UInt64) ENGINE = MergeTree ORDER BY a")
    failures: list[Exception] = []

    def work(worker: int) -> None:
        try:
            own = clickhouse_connect.get_client(dsn=clickhouse_url, database=driver.database)
            for step in range(10):
                own.insert("shared", [[worker * 100 + step]])
                assert own.query("SELECT {w:UInt8}", parameters={"w": worker}).first_row == (
                    worker,
                )
        except Exception as error:  # noqa: BLE001 (shown below)
            failures.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert driver.command("SELECT uniqExact(a) FROM shared") == 80


@pytest.mark.parametrize(
    "query",
    [
        "SELECT timezone(), version()",
        "SELECT currentUser(), timezone(), version(), getSetting('readonly') AS readonly",
        "SELECT name, value, changed, description, readonly FROM system.settings",
        "SELECT name AS TABLE_SCHEM, null AS TABLE_CATALOG FROM system.databases",
        "SELECT database, name, engine, comment, total_rows FROM system.tables",
        "SELECT * FROM system.columns WHERE database = 'system' AND table = 'tables'",
        "SELECT name, is_aggregate FROM system.functions",
        "SELECT * FROM system.table_engines",
        "SELECT * FROM system.data_type_families",
        "SELECT * FROM information_schema.tables",
        "SHOW DATABASES",
        "DESCRIBE TABLE system.one",
        "EXPLAIN SELECT 1",
    ],
)
def test_what_tools_ask_on_connecting_is_answered(driver: Driver, query: str) -> None:
    answer = driver.raw_query(query, fmt="RowBinaryWithNamesAndTypes")
    assert answer
