"""The server as a process: its ends, its places, and clients that leave."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.services.clickhouse import ClickHouseServer

SLOW = "SELECT sleepEachRow(1) FROM numbers(50) SETTINGS max_block_size = 1 FORMAT JSON"


def run(path: Path, port: int) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "pipeline.embedded.clickhouse_server")
    return subprocess.run(
        (*command, f"--path={path}", f"--port={port}"),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def ask(server: ClickHouseServer, query: str, seconds: float = 10) -> str:
    return httpx.post(server.url, content=query, timeout=seconds).text


def leave_slow_statements(server: ClickHouseServer, count: int) -> list[threading.Thread]:
    def leave() -> None:
        with suppress(httpx.TransportError):
            ask(server, SLOW, seconds=5)

    threads = [threading.Thread(target=leave) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_a_taken_port_is_said(clickhouse_server: ClickHouseServer, tmp_path: Path) -> None:
    ended = run(tmp_path / "other", clickhouse_server.port)
    assert ended.returncode == 1
    assert f"port {clickhouse_server.port} of 127.0.0.1 cannot be used" in ended.stderr


def test_a_directory_in_use_is_said(clickhouse_server: ClickHouseServer) -> None:
    ended = run(clickhouse_server.path, 0)
    assert ended.returncode == 1
    assert "is in use by another ClickHouse engine" in ended.stderr


@pytest.mark.parametrize("gently", [True, False])
def test_data_is_there_after_a_restart(clickhouse_server: ClickHouseServer, gently: bool) -> None:
    ask(clickhouse_server, "CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a")
    ask(clickhouse_server, "INSERT INTO kept VALUES (7)")
    if gently:
        clickhouse_server.child.stop(grace_seconds=5)
        assert clickhouse_server.child.exit_code == 0
    else:
        clickhouse_server.child.kill()
    clickhouse_server.start()
    assert ask(clickhouse_server, "SELECT a FROM kept") == "7\n"


def test_stopping_does_not_wait_for_slow_statements(clickhouse_server: ClickHouseServer) -> None:
    slow = leave_slow_statements(clickhouse_server, 2)
    time.sleep(0.5)
    began = time.monotonic()
    clickhouse_server.child.stop(grace_seconds=10)
    assert clickhouse_server.child.exit_code == 0
    assert time.monotonic() - began < 5
    for thread in slow:
        thread.join()


def test_clients_that_leave_make_room_and_ping_never_waits(
    clickhouse_server: ClickHouseServer,
) -> None:
    slow = leave_slow_statements(clickhouse_server, 20)
    time.sleep(0.7)
    assert clickhouse_server.answers()
    assert all(thread.is_alive() for thread in slow)
    for thread in slow:
        thread.join()
    assert ask(clickhouse_server, "SELECT 1") == "1\n"
    deadline = time.monotonic() + 10
    left = "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow(1)%number%'"
    while ask(clickhouse_server, left + " AND query NOT LIKE '%processes%'") != "0\n":
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_an_insert_that_breaks_off_adds_no_rows(clickhouse_server: ClickHouseServer) -> None:
    ask(clickhouse_server, "CREATE TABLE cut (a UInt64) ENGINE = MergeTree ORDER BY a")

    def broken() -> Iterator[bytes]:
        yield b"INSERT INTO cut FORMAT TabSeparated\n1\n2\n"
        time.sleep(0.3)
        raise RuntimeError("the client dies here")

    with pytest.raises(RuntimeError, match="dies"):
        httpx.post(clickhouse_server.url, content=broken())
    time.sleep(0.5)
    assert ask(clickhouse_server, "SELECT count() FROM cut") == "0\n"
