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
    assert "ClickHouse is away" in result.stderr
