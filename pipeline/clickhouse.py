"""ClickHouse as this deployment has it: one client whose errors say what to do about them."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import clickhouse_connect
from clickhouse_connect.driver.client import Client as Driver
from clickhouse_connect.driver.exceptions import ClickHouseError, Error
from urllib3.exceptions import HTTPError

from pipeline.settings import Settings
from schemas.errors import Fatal, Retry

_CONNECT_SECONDS = 5
_RECEIVE_SECONDS = 300
_PIECE_BYTES = 64 * 1024

# By system.errors. All other errors of the server stay when the same is asked again.
_PASSING = frozenset(
    {
        "ABORTED",
        "ALL_CONNECTION_TRIES_FAILED",
        "CANNOT_SCHEDULE_TASK",
        "DEADLOCK_AVOIDED",
        "DNS_ERROR",
        "KEEPER_EXCEPTION",
        "MEMORY_LIMIT_EXCEEDED",
        "NETWORK_ERROR",
        "NOT_ENOUGH_SPACE",
        "NOT_INITIALIZED",
        "NO_ACTIVE_REPLICAS",
        "NO_FREE_CONNECTION",
        "NO_ZOOKEEPER",
        "QUERY_WAS_CANCELLED",
        "S3_ERROR",
        "SOCKET_TIMEOUT",
        "SYSTEM_ERROR",
        "TABLE_IS_READ_ONLY",
        "TIMEOUT_EXCEEDED",
        "TOO_FEW_LIVE_REPLICAS",
        "TOO_MANY_PARTS",
        "TOO_MANY_SIMULTANEOUS_QUERIES",
        "UNKNOWN_STATUS_OF_INSERT",
        "UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE",
    }
)


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
        with _translated(self._url):
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
        with _translated(self._url):
            result = self._driver.query(sql, parameters=dict(parameters or {}))
            return tuple(result.column_names), [tuple(row) for row in result.result_rows]

    def raw(self, sql: str, output_format: str) -> Iterator[bytes]:
        """A query's result in one of ClickHouse's formats, in pieces."""
        with _translated(self._url):
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
        """Insert rows that are written in one of ClickHouse's formats. Returns when they are in."""
        with _translated(self._url, quoting=False):
            self._driver.raw_insert(
                table, columns, data, fmt=data_format, settings=dict(settings or {})
            )

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def connect(settings: Settings) -> Client:
    """Connect. The database need not exist yet: `Client.create_database`.

    Raises:
        Retry: ClickHouse is away.
        Fatal: it does not let us in.
    """
    # The driver logs a traceback of what it raises, and what it raises is told here.
    logging.getLogger("clickhouse_connect").setLevel(logging.CRITICAL)
    with _translated(settings.clickhouse_url):
        driver = clickhouse_connect.get_client(
            dsn=settings.clickhouse_url,
            username=settings.clickhouse_user,
            password=settings.clickhouse_password.get_secret_value(),
            connect_timeout=_CONNECT_SECONDS,
            send_receive_timeout=_RECEIVE_SECONDS,
            # Sessions lock; nothing here needs state that outlives a statement.
            autogenerate_session_id=False,
            show_clickhouse_errors="scrub",
        )
    return Client(driver, settings.clickhouse_url, settings.clickhouse_database)


def identifier(name: str) -> str:
    """A name as it stands in SQL."""
    return "`{}`".format(name.replace("\\", "\\\\").replace("`", "\\`"))


@contextmanager
def _translated(url: str, *, quoting: bool = True) -> Iterator[None]:
    """Turn what the driver raises into `Retry` and `Fatal`.

    Without `quoting` the server's own words are left out: they quote the data.
    """
    try:
        yield
    except (HTTPError, OSError) as error:
        raise _away(url, error) from error
    except ClickHouseError as error:
        if not isinstance(error, Error) or error.code is None:
            # It is away, or something between it and us answered.
            raise _away(url, error) from error
        words = str(error).partition("server response: ")[2] or str(error)
        message = " ".join(words.split()) if quoting else f"{error.name} (code {error.code})"
        kind = Retry if error.name in _PASSING else Fatal
        raise kind(f"ClickHouse: {message}") from (error if quoting else None)


def _away(url: str, error: BaseException) -> Retry:
    parts = urlsplit(url)
    # The address may hold a password.
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return Retry(f"ClickHouse is away at {address} ({_reason(error)}); is guiyi up running?")


def _reason(error: BaseException) -> str:
    """What the operating system said at the bottom of it, else the error's own words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
        cause = cause.__cause__ or cause.__context__
    return " ".join(str(error).split())
