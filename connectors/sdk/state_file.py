"""The SQLite file in which a connector process keeps what must outlive it.

SQLite rather than a file that is replaced: several processes may work with one data directory
without losing each other's state, and a commit is on the disk when it returns.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from schemas.errors import Fatal, Retry

_LOCKED_SECONDS = 10.0
_PASSES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL})
_PRIMARY = 0xFF
"""The part of an error's code that does not tell of special cases."""


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection and a transaction; what it wrote is durable at its end.

    Raises:
        Retry: when another process holds the file for too long, or the disk is full.
        Fatal: when it cannot be read or written for another reason.
    """
    try:
        with closing(sqlite3.connect(path, timeout=_LOCKED_SECONDS)) as connection, connection:
            connection.execute("pragma synchronous = full")
            yield connection
    except sqlite3.Error as error:
        # Errors of the driver itself have no code.
        passes = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & _PRIMARY in _PASSES
        raise (Retry if passes else Fatal)(f"connectors' state in {path}: {error}") from error
