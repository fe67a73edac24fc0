"""The interface as curl uses it."""

import gzip
import threading
import time

import httpx
import lz4.block  # type: ignore[import-untyped]
import lz4.frame  # type: ignore[import-untyped]
import pytest
import zstandard


@pytest.fixture
def http(clickhouse_url: str) -> httpx.Client:
    return httpx.Client(base_url=clickhouse_url, timeout=30)


@pytest.fixture
def table(http: httpx.Client) -> str:
    http.post("/", content="CREATE DATABASE IF NOT EXISTS raw_http").raise_for_status()
    http.post("/", content="DROP TABLE IF EXISTS raw_http.t").raise_for_status()
    columns = "(a UInt64, b String) ENGINE = MergeTree ORDER BY a"
    http.post("/", content=f"CREATE TABLE raw_http.t {columns}").raise_for_status()
    return "raw_http.t"


def rows(http: httpx.Client, table: str) -> str:
    return http.post("/", content=f"SELECT a, b FROM {table} ORDER BY a").text


@pytest.mark.parametrize("path", ["/ping", "/replicas_status", "/"])
def test_health_checks_are_answered(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.text) == (200, "Ok.\n")


def test_a_query_by_get_says_what_came_back(http: httpx.Client) -> None:
    answer = http.get("/", params={"query": "SELECT 1 AS x", "query_id": "mine"})
    assert answer.text == "1\n"
    assert answer.headers["X-ClickHouse-Query-Id"] == "mine"
    assert answer.headers["X-ClickHouse-Format"] == "TabSeparated"
    assert answer.headers["Content-Type"] == "text/tab-separated-values; charset=UTF-8"
    assert answer.headers["X-ClickHouse-Timezone"]
    assert answer.headers["X-ClickHouse-Server-Display-Name"]


def test_the_summary_counts_what_was_read(http: httpx.Client) -> None:
    answer = http.post("/?wait_end_of_query=1", content="SELECT number FROM numbers(7)")
    assert '"result_rows": "7"' in answer.headers["X-ClickHouse-Summary"]


@pytest.mark.parametrize(
    ("request_format", "clause", "content_type"),
    [
        ({"default_format": "JSONEachRow"}, "", "application/x-ndjson; charset=UTF-8"),
        ({}, " FORMAT JSON", "application/json; charset=UTF-8"),
        ({"default_format": "JSON"}, " FORMAT CSV", "text/csv; charset=UTF-8; header=absent"),
        ({}, " FORMAT CSVWithNames", "text/csv; charset=UTF-8; header=present"),
        ({}, " FORMAT Parquet", "application/octet-stream"),
    ],
)
def test_the_format_clause_goes_before_the_default(
    http: httpx.Client, request_format: dict[str, str], clause: str, content_type: str
) -> None:
    answer = http.get("/", params={"query": f"SELECT 1 AS x{clause}", **request_format})
    assert answer.headers["Content-Type"] == content_type


def test_a_format_may_come_as_a_header(http: httpx.Client) -> None:
    answer = http.post("/", content="SELECT 1 AS x", headers={"X-ClickHouse-Format": "JSONEachRow"})
    assert answer.text == '{"x":1}\n'


def test_an_empty_result_keeps_its_header(http: httpx.Client) -> None:
    answer = http.post("/", content="SELECT 1 AS x WHERE 0 FORMAT TabSeparatedWithNames")
    assert answer.text == "x\n"


def test_parameters_keep_their_types_and_their_quotes(http: httpx.Client) -> None:
    answer = http.get(
        "/",
        params={
            "query": "SELECT {s:String}, {n:UInt64} + 1, {a:Array(String)}",
            "param_s": "it's; DROP TABLE x --",
            "param_n": str(2**63),
            "param_a": "['归','一']",
        },
    )
    assert answer.text == f"it\\'s; DROP TABLE x --\t{2**63 + 1}\t['归','一']\n"


def test_settings_hold_for_one_request_only(http: httpx.Client) -> None:
    ask = "SELECT getSetting('max_result_rows')"
    assert http.get("/", params={"query": ask, "max_result_rows": "77"}).text == "77\n"
    assert http.get("/", params={"query": ask}).text == "0\n"


def test_a_database_may_be_chosen(http: httpx.Client) -> None:
    query = {"query": "SELECT currentDatabase()"}
    assert http.get("/", params={**query, "database": "system"}).text == "system\n"
    assert http.get("/", params=query, headers={"X-ClickHouse-Database": "system"}).text == (
        "system\n"
    )


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("SELEC 1", 400, 62),
        ("", 400, 62),
        ("SELECT 1; SELECT 2", 400, 62),
        ("SELECT nope", 404, 47),
        ("SELECT * FROM nope", 404, 60),
        ("SELECT 1 FORMAT Nope", 404, 73),
        ("SELECT 1 SETTINGS nope = 1", 404, 115),
        ("INSERT INTO t SELECT a FROM input('a UInt8') FORMAT CSV 1", 501, 48),
        ("SELECT throwIf(number = 3) FROM numbers(5)", 500, 395),
        ("SELECT sleep(2) SETTINGS max_execution_time = 1", 408, 159),
    ],
)
def test_errors_carry_their_code(http: httpx.Client, query: str, status: int, code: int) -> None:
    answer = http.post("/", content=query)
    assert answer.status_code == status
    assert answer.headers["X-ClickHouse-Exception-Code"] == str(code)
    assert answer.text.startswith(f"Code: {code}. DB::Exception: ")
    assert answer.text.endswith(")\n")


def test_an_unknown_setting_or_database_or_user_is_refused(http: httpx.Client) -> None:
    assert http.get("/?query=SELECT+1&nope=1").headers["X-ClickHouse-Exception-Code"] == "115"
    assert http.get("/?query=SELECT+1&database=n").headers["X-ClickHouse-Exception-Code"] == "81"
    answer = http.get("/?query=SELECT+1", auth=("someone", "x"))
    assert answer.status_code == 403
    assert answer.headers["X-ClickHouse-Exception-Code"] == "516"


def test_a_setting_cannot_carry_sql(http: httpx.Client) -> None:
    answer = http.get("/", params={"query": "SELECT 1", "max_threads=1, x": "1"})
    assert answer.headers["X-ClickHouse-Exception-Code"] == "115"


def test_get_changes_nothing(http: httpx.Client, table: str) -> None:
    answer = http.get("/", params={"query": f"DROP TABLE {table}"})
    assert answer.headers["X-ClickHouse-Exception-Code"] == "164"
    assert http.post("/", content=f"EXISTS TABLE {table}").text == "1\n"


def test_a_request_for_another_host_is_refused(http: httpx.Client) -> None:
    assert http.get("/?query=SELECT+1", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "content",
    [
        "INSERT INTO {t} VALUES (1, 'FORMAT x'), (2, 'b;')",
        "INSERT INTO {t} (a, b) FORMAT CSV 1,FORMAT x\n2,b;\n",
        "INSERT INTO {t} FORMAT CSV\n1,FORMAT x\n2,b;\n",
        'insert into {t} format JSONEachRow {{"a":1,"b":"FORMAT x"}} {{"a":2,"b":"b;"}}',
        "/* FORMAT */ INSERT INTO {t} (a, b) SELECT 1, 'FORMAT x' UNION ALL SELECT 2, 'b;'",
    ],
)
def test_data_may_follow_the_statement(http: httpx.Client, table: str, content: str) -> None:
    answer = http.post("/", content=content.format(t=table))
    assert (answer.status_code, answer.text) == (200, "")
    assert rows(http, table) == "1\tFORMAT x\n2\tb;\n"


def test_data_may_be_the_body_of_a_statement_in_the_url(http: httpx.Client, table: str) -> None:
    query = {"query": f"INSERT INTO {table} FORMAT TabSeparated"}
    answer = http.post("/", params=query, content="1\tx\n")
    assert '"written_rows": "1"' in answer.headers["X-ClickHouse-Summary"]
    http.post("/", params={"query": f"INSERT INTO {table} VALUES"}, content="(2, 'y')")
    assert rows(http, table) == "1\tx\n2\ty\n"


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("lz4", lz4.frame.compress),
        ("zstd", zstandard.ZstdCompressor().compress),
    ],
)
def test_a_compressed_body_may_be_several_frames(
    http: httpx.Client, table: str, encoding: str, compress: type[bytes]
) -> None:
    statement = f"INSERT INTO {table} FORMAT CSV\n".encode()
    body = b"".join(map(compress, (statement, b"1,x\n2,", b"y\n")))
    headers = {"Content-Encoding": encoding}
    assert http.post("/", content=body, headers=headers).status_code == 200
    assert rows(http, table) == "1\tx\n2\ty\n"
    answer = http.post("/", content=body[:-3], headers=headers)
    assert answer.status_code == 500, "a truncated body must not count as inserted"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd"])
@pytest.mark.parametrize("whole", ["0", "1"])
def test_answers_are_compressed_when_asked_for(
    http: httpx.Client, encoding: str, whole: str
) -> None:
    answer = http.post(
        "/",
        params={"enable_http_compression": "1", "wait_end_of_query": whole},
        content="SELECT number FROM numbers(100000)",
        headers={"Accept-Encoding": encoding},
    )
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.text.splitlines()[-1] == "99999"


def test_an_error_behind_the_first_piece_is_marked(http: httpx.Client) -> None:
    query = "SELECT throwIf(number > 1500000) FROM numbers(2000000)"
    answer = http.post("/", content=query)
    tag = answer.headers["X-ClickHouse-Exception-Tag"]
    assert answer.status_code == 200
    assert f"__exception__\r\n{tag}\r\nCode: 395. " in answer.text
    assert answer.text.endswith(f"{tag}\r\n__exception__\r\n")


def test_a_failed_statement_leaves_nothing_for_the_next(http: httpx.Client) -> None:
    session = {"session_id": "after-failure"}
    failing = "SELECT throwIf(number > 1500000) FROM numbers(2000000) FORMAT JSON"
    assert http.post("/", params=session, content=failing).status_code == 500
    assert http.post("/", params=session, content="SELECT 1").text == "1\n"


def test_a_session_keeps_its_tables_and_settings(http: httpx.Client) -> None:
    session = {"session_id": "kept"}
    http.post("/", params=session, content="CREATE TEMPORARY TABLE mine (a UInt8)")
    http.post("/", params=session, content="INSERT INTO mine VALUES (7)")
    http.post("/", params=session, content="SET max_result_rows = 5")
    http.post("/", params={**session, "max_result_rows": "9"}, content="SELECT 1")
    assert http.post("/", params=session, content="SELECT a FROM mine").text == "7\n"
    ask = "SELECT getSetting('max_result_rows')"
    assert http.post("/", params=session, content=ask).text == "5\n"
    other = http.post("/", params={"session_id": "other"}, content="SELECT a FROM mine")
    assert other.headers["X-ClickHouse-Exception-Code"] == "60"


def test_a_session_runs_one_statement_at_a_time(http: httpx.Client) -> None:
    session = {"session_id": "busy"}
    slow = threading.Thread(
        target=lambda: http.post("/", params=session, content="SELECT sleep(2) FORMAT JSON")
    )
    slow.start()
    time.sleep(0.5)
    answer = http.post("/", params=session, content="SELECT 1")
    slow.join()
    assert answer.headers["X-ClickHouse-Exception-Code"] == "373"
    missing = http.post("/", params={"session_id": "x", "session_check": "1"}, content="SELECT 1")
    assert missing.headers["X-ClickHouse-Exception-Code"] == "372"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://somewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_web_page_of_another_site_is_refused(http: httpx.Client, headers: dict[str, str]) -> None:
    assert http.post("/", content="select 1", headers=headers).status_code == 403


def test_a_page_of_the_server_itself_is_answered(http: httpx.Client, clickhouse_url: str) -> None:
    headers = {"Origin": clickhouse_url, "Sec-Fetch-Site": "same-origin"}
    assert http.post("/", content="select 1", headers=headers).text == "1\n"


def test_a_client_that_reads_native_blocks_can_read_errors_too(http: httpx.Client) -> None:
    answer = http.post("/", params={"compress": "1"}, content="select nope")
    assert answer.headers["X-ClickHouse-Exception-Code"] == "47"
    checksum_bytes, header_bytes = 16, 9
    header = answer.content[checksum_bytes:][:header_bytes]
    size = int.from_bytes(header[5:], "little")
    text = lz4.block.decompress(
        answer.content[checksum_bytes + header_bytes :], uncompressed_size=size
    )
    assert text.startswith(b"Code: 47. DB::Exception")


def test_a_dictionary_is_fresh_for_who_reads_it(http: httpx.Client) -> None:
    def run(statement: str) -> str:
        return http.post("/?database=read_dict", content=statement).raise_for_status().text

    http.post("/", content="CREATE DATABASE IF NOT EXISTS read_dict").raise_for_status()
    run("CREATE OR REPLACE TABLE names (id UInt64, name String) ENGINE = MergeTree ORDER BY id")
    run(
        "CREATE OR REPLACE DICTIONARY named (id UInt64, name String) PRIMARY KEY id "
        "SOURCE(CLICKHOUSE(TABLE 'names' DB 'read_dict')) LIFETIME(3600) LAYOUT(HASHED())"
    )
    run("CREATE OR REPLACE VIEW seen AS SELECT dictGet('read_dict.named', 'name', 1) AS name")
    run("INSERT INTO read_dict.names FORMAT TabSeparated\n1\tone")
    assert run("SELECT dictGet('named', 'name', 1)") == "one\n"
    run("TRUNCATE TABLE names")
    run("INSERT INTO `names` FORMAT TabSeparated\n1\tuno")
    assert run("SELECT name FROM seen") == "uno\n"
    run("INSERT INTO names SELECT 2, 'due'")
    assert run("SELECT dictGet('named', 'name', 2)") == "due\n"
