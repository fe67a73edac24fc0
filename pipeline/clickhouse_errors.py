"""What ClickHouse and its driver raise, as what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from clickhouse_connect.driver.exceptions import ClickHouseError, Error
from urllib3.exceptions import HTTPError

from schemas.errors import Fatal, Retry

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
# What rows are to blame for, or a table that is not as we made it.
_DATA = frozenset(
    {
        "ARGUMENT_OUT_OF_BOUND",
        "CANNOT_CONVERT_TYPE",
        "CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN",
        "DECIMAL_OVERFLOW",
        "INCORRECT_DATA",
        "INVALID_PARTITION_VALUE",
        "TOO_DEEP_RECURSION",
        "TOO_LARGE_ARRAY_SIZE",
        "TOO_LARGE_STRING_SIZE",
        "TYPE_MISMATCH",
        "UNKNOWN_ELEMENT_OF_ENUM",
        "VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE",
        "VIOLATED_CONSTRAINT",
    }
)
_READING = ("CANNOT_PARSE_", "CANNOT_READ_")


class RowsRefused(Fatal):
    """ClickHouse refuses the rows of an insert by what they hold: one of them, or all."""


@contextmanager
def translated(url: str, *, quoting: bool = True) -> Iterator[None]:
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
        raise _kind(error)(f"ClickHouse: {message}") from (error if quoting else None)


def _kind(error: Error) -> type[Retry | Fatal]:
    name = str(error.name)
    if name in _PASSING:
        return Retry
    return RowsRefused if name in _DATA or name.startswith(_READING) else Fatal


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
