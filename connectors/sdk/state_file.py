"""The SQLite file in which a connector process keeps what must outlive it.

SQLite rather than a file that is replaced: several processes may work with one data directory
without losing each other's state, and a commit is on the disk when it returns.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from schemas.errors import Fatal


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection and a transaction; what it wrote is durable at its end.

    Raises:
        Fatal: when the file cannot be read or written.
    """
    try:
        with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
            connection.execute("pragma synchronous = full")
            yield connection
    except sqlite3.Error as error:
        raise Fatal(f"connectors' state in {path}: {error}") from error
