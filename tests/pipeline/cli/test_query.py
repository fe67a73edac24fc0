import json

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.settings import Settings


@pytest.fixture
def environment(clickhouse_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIYI_CLICKHOUSE_URL", clickhouse_settings.clickhouse_url)
    monkeypatch.setenv("GUIYI_CLICKHOUSE_DATABASE", clickhouse_settings.clickhouse_database)
    monkeypatch.setenv("COLUMNS", "100")


def query(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["query", *arguments])


@pytest.mark.usefixtures("environment")
def test_a_query_prints_a_table_from_the_brands_database() -> None:
    result = query(
        "SELECT count() AS `事件`, '[bold]' AS markup, NULL AS nothing FROM customer_events"
    )
    assert result.exit_code == 0
    assert "事件" in result.output
    assert "[bold]" in result.output
    assert "1 row\n" in result.output


@pytest.mark.usefixtures("environment")
def test_any_format_comes_out_as_it_is() -> None:
    result = query("SELECT number FROM numbers(2)", "--format", "JSON")
    assert [row["number"] for row in json.loads(result.output)["data"]] == [0, 1]


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("arguments", [(), ("--format", "CSV")])
@pytest.mark.parametrize(
    ("sql", "name"), [("SELECT * FROM nothing", "UNKNOWN_TABLE"), ("SELEC 1", "SYNTAX_ERROR")]
)
def test_an_error_is_one_clear_line(sql: str, name: str, arguments: tuple[str, ...]) -> None:
    result = query(sql, *arguments)
    assert result.exit_code == 1
    assert name in result.stderr
    assert result.stderr.count("\n") == 1


def test_clickhouse_away_has_its_own_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIYI_CLICKHOUSE_URL", "http://127.0.0.1:9")
    result = query("SELECT 1")
    assert result.exit_code == 75
    assert result.stderr == (
        "ClickHouse is away at http://127.0.0.1:9 (connection refused); is guiyi up running?\n"
    )


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 1 FORMAT JSON", "leave FORMAT out and use --format JSON"),
        ("SELECT 1\nformat CSV ;\n", "leave FORMAT out and use --format CSV"),
        ("SELECT 1 FORMAT CSV SETTINGS max_threads = 1", "use --format CSV"),
        ("  ", "the query is empty"),
    ],
)
def test_what_this_command_cannot_ask_is_refused(sql: str, said: str) -> None:
    result = query(sql)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("environment")
def test_a_column_may_be_called_format() -> None:
    assert query("SELECT 1 AS format ORDER BY format DESC").exit_code == 0


@pytest.mark.usefixtures("environment")
def test_a_row_too_wide_for_the_terminal_stands_a_field_a_line() -> None:
    text = "0123456789" * 15
    result = query(f"SELECT '{text}' AS long, 7 AS `short` FROM numbers(2)")
    lines = [line.rstrip() for line in result.output.splitlines()]
    assert "".join(line.removeprefix("long").strip() for line in lines[1:3]) == text
    assert "short  7" in lines
    assert "…" not in result.output
    assert lines[-1] == "2 rows"
