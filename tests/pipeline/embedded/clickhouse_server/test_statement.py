import pytest

from pipeline.embedded.clickhouse_server.errors import EngineError
from pipeline.embedded.clickhouse_server.statement import Insert, Statement, read_statement


@pytest.mark.parametrize(
    ("text", "sql", "asked_format"),
    [
        (b"SELECT 1", "SELECT 1", None),
        (b"SELECT 1 FORMAT JSON", "SELECT 1 ", "JSON"),
        (
            b"SELECT 1 format JSON settings max_threads=1;",
            "SELECT 1  settings max_threads=1",
            "JSON",
        ),
        (b"SELECT format FROM t", "SELECT format FROM t", None),
        (b"SELECT 'x FORMAT JSON'", "SELECT 'x FORMAT JSON'", None),
        (b"SELECT 1 -- FORMAT JSON\n", "SELECT 1 -- FORMAT JSON\n", None),
        (b"SELECT * FROM (SELECT 1 FORMAT JSON)", "SELECT * FROM (SELECT 1 FORMAT JSON)", None),
        (b"SELECT $$a; FORMAT$$", "SELECT $$a; FORMAT$$", None),
        (b"SELECT 1;;", "SELECT 1", None),
    ],
)
def test_the_format_clause_is_found(text: bytes, sql: str, asked_format: str | None) -> None:
    read = read_statement(text, complete=True)
    assert isinstance(read, Statement)
    assert (read.sql, read.format) == (sql, asked_format)


@pytest.mark.parametrize(
    ("text", "head", "data_format", "data"),
    [
        (b"INSERT INTO t FORMAT Native\n\x01\x02", "INSERT INTO t ", "Native", b"\x01\x02"),
        (b"INSERT INTO t FORMAT CSV \r\n1,2", "INSERT INTO t ", "CSV", b"1,2"),
        (b"INSERT INTO t FORMAT CSV\n\n1", "INSERT INTO t ", "CSV", b"\n1"),
        (b"INSERT INTO t (format) VALUES (1)", "INSERT INTO t (format) ", "Values", b" (1)"),
        (b"INSERT INTO `FORMAT` VALUES", "INSERT INTO `FORMAT` ", "Values", b""),
    ],
)
def test_an_insert_ends_where_its_data_begins(
    text: bytes, head: str, data_format: str, data: bytes
) -> None:
    read = read_statement(text, complete=True)
    assert isinstance(read, Insert)
    assert (read.head, read.format, text[read.data_at :]) == (head, data_format, data)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"INS",
        b"INSERT INTO t FORM",
        b"INSERT INTO t FORMAT",
        b"INSERT INTO t FORMAT JSON",
        b"INSERT INTO t FORMAT JSONEachRow ",
        b"INSERT INTO t VALUES",
        b"SELECT 1 FORMAT JSON",
    ],
)
def test_nothing_is_decided_before_it_can_be(text: bytes) -> None:
    assert read_statement(text, complete=False) is None


@pytest.mark.parametrize("text", [b"SELECT 1; SELECT 2", b"SELECT 1; x;", b" -- nothing\n"])
def test_anything_but_one_statement_is_refused(text: bytes) -> None:
    with pytest.raises(EngineError) as refused:
        read_statement(text, complete=True)
    assert refused.value.code == 62
