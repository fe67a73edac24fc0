"""The embedded ClickHouse as fixtures: one process for the whole run, a database for each test."""

import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipeline.clickhouse import Client, connect
from pipeline.embedded.child import Child, last_lines
from pipeline.embedded.ports import free_port
from pipeline.embedded.reaper import Reaper
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.migrations import migrate


class ClickHouseServer:
    """The embedded server as a process that a test may stop, kill and start again."""

    def __init__(self, path: Path, reaper: Reaper, port: int | None = None) -> None:
        self.path = path
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = path.with_suffix(".log")
        self._reaper = reaper
        self.child = self._start()

    def start(self) -> None:
        """Start it, again perhaps, and wait until it answers."""
        self.child = self._start()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        until = time.monotonic() + 90
        while not self.answers():
            if self.child.exit_code is not None or time.monotonic() > until:
                pytest.fail("ClickHouse did not come up:\n" + "\n".join(last_lines(self.log)))
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/ping", timeout=1).text == "Ok.\n"
        except httpx.TransportError:
            return False

    def _start(self) -> Child:
        command = (sys.executable, "-m", "pipeline.embedded.clickhouse_server")
        return Child(
            (*command, f"--path={self.path}", f"--port={self.port}"),
            environment={},
            log=self.log,
            reaper=self._reaper,
        )


@pytest.fixture(scope="session")
def clickhouse_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running embedded ClickHouse."""
    with Reaper() as reaper:
        server = ClickHouseServer(tmp_path_factory.mktemp("clickhouse") / "data", reaper)
        server.wait_until_ready()
        yield server.url
        server.child.stop(grace_seconds=5)


@pytest.fixture
def clickhouse_server(tmp_path: Path) -> Iterator[ClickHouseServer]:
    """A running embedded ClickHouse of the test's own, to do harm to."""
    with Reaper() as reaper:
        server = ClickHouseServer(tmp_path / "clickhouse", reaper)
        server.wait_until_ready()
        yield server
        server.child.stop(grace_seconds=5)


@pytest.fixture
def clickhouse_settings(clickhouse_url: str) -> Settings:
    """Settings with a database of the test's own, in which the product's tables are."""
    settings = Settings(
        clickhouse_url=clickhouse_url, clickhouse_database=f"test_{uuid.uuid4().hex[:12]}"
    )
    migrate(settings)
    return settings


@pytest.fixture
def clickhouse(clickhouse_settings: Settings) -> Iterator[Client]:
    """A client of that database."""
    with connect(clickhouse_settings) as client:
        yield client
