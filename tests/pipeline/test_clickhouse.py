import pytest

from pipeline.clickhouse import Client, connect
from pipeline.settings import Settings
from schemas.errors import Fatal, GuiyiError, Retry


def test_parameters_go_to_the_server(clickhouse: Client) -> None:
    assert clickhouse.rows("SELECT {x:String}", {"x": "it's"}) == [("it's",)]


def test_a_format_comes_in_pieces(clickhouse: Client) -> None:
    pieces = clickhouse.raw("SELECT number FROM numbers(100000)", "TabSeparated")
    assert b"".join(pieces).splitlines()[-1] == b"99999"


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SELECT * FROM nope", Fatal),
        ("SELEC", Fatal),
        ("SELECT sleep(2) SETTINGS max_execution_time = 1", Retry),
        ("SELECT * FROM numbers(10000000) ORDER BY rand() SETTINGS max_memory_usage = 1000", Retry),
    ],
)
def test_errors_say_what_to_do_about_them(
    clickhouse: Client, sql: str, kind: type[GuiyiError]
) -> None:
    with pytest.raises(kind):
        clickhouse.rows(sql)


def test_a_refused_insert_does_not_quote_its_data(clickhouse: Client) -> None:
    with pytest.raises(Fatal) as refused:
        clickhouse.insert("profiles", ["version"], b'["13800138000x"]', data_format="CSV")
    assert "13800138000" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_wrong_password_is_fatal(clickhouse_url: str) -> None:
    with pytest.raises(Fatal, match="516"):
        connect(Settings(clickhouse_url=clickhouse_url, clickhouse_user="nobody"))
