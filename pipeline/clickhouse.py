"""ClickHouse as this deployment has it: one client whose errors say what to do about them."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import clickhouse_connect
from clickhouse_connect.driver.client import Client as Driver

from pipeline.clickhouse_errors import translated
from pipeline.settings import Settings

_CONNECT_SECONDS = 5
_PATIENCE_SECONDS = 300
_PIECE_BYTES = 64 * 1024


class Client:
    """A connection to the database of the settings. Not to be shared between threads.

    Every method raises only `Retry` (ClickHouse is away or busy: the same call may be made again;
    an insert with a token is then done once) and `Fatal` (it refused for good).
    """

    def __init__(self, driver: Driver, url: str, database: str) -> None:
        self._driver = driver
        self._url = url
        self.database = database
        driver.database = database

    def create_database(self) -> None:
        """Create the database of the settings if it is not there."""
        self._driver.database = None
        try:
            self.command(f"CREATE DATABASE IF NOT EXISTS {identifier(self.database)}")
        finally:
            self._driver.database = self.database

    def command(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement that gives no rows. `{name:Type}` in it stands for a parameter."""
        with translated(self._url):
            self._driver.command(sql, parameters=dict(parameters or {}))

    def rows(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[tuple[Any, ...]]:
        """All rows of a query."""
        return self.table(sql, parameters)[1]

    def table(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> tuple[tuple[str, ...], Sequence[tuple[Any, ...]]]:
        """The names of the columns, and all rows."""
        with translated(self._url):
            result = self._driver.query(sql, parameters=dict(parameters or {}))
            return tuple(result.column_names), [tuple(row) for row in result.result_rows]

    def raw(self, sql: str, output_format: str) -> Iterator[bytes]:
        """A query's result in one of ClickHouse's formats, in pieces."""
        with translated(self._url):
            stream: Any = self._driver.raw_stream(sql, fmt=output_format)
            try:
                yield from iter(lambda: stream.read(_PIECE_BYTES), b"")
            finally:
                stream.close()

    def insert(
        self,
        table: str,
        columns: Sequence[str],
        data: bytes,
        *,
        data_format: str,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        """Insert rows that are written in one of ClickHouse's formats. Returns when they are in.

        Raises:
            RowsRefused: a row, or each of them, holds what its table does not take.
        """
        with translated(self._url, quoting=False):
            self._driver.raw_insert(
                table, columns, data, fmt=data_format, settings=dict(settings or {})
            )

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(settings: Settings, *, patience_seconds: int = _PATIENCE_SECONDS) -> Client:
    """Connect. The database need not exist yet: `Client.create_database`.

    Args:
        settings: where it is.
        patience_seconds: how long an answer may take; then ClickHouse counts as away.

    Raises:
        Retry: ClickHouse is away.
        Fatal: it does not let us in.
    """
    # The driver logs a traceback of what it raises, and what it raises is told here.
    logging.getLogger("clickhouse_connect").setLevel(logging.CRITICAL)
    with translated(settings.clickhouse_url):
        driver = clickhouse_connect.get_client(
            dsn=settings.clickhouse_url,
            username=settings.clickhouse_user,
            password=settings.clickhouse_password.get_secret_value(),
            connect_timeout=_CONNECT_SECONDS,
            send_receive_timeout=patience_seconds,
            # Sessions lock; nothing here needs state that outlives a statement.
            autogenerate_session_id=False,
            show_clickhouse_errors="scrub",
        )
    return Client(driver, settings.clickhouse_url, settings.clickhouse_database)


def identifier(name: str) -> str:
    """A name as it stands in SQL."""
    return "`{}`".format(name.replace("\\", "\\\\").replace("`", "\\`"))
