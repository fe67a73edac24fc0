"""How far pollers and imports are, durable on disk.

SQLite rather than a file that is replaced: several processes may poll with one data directory
without losing each other's cursors, and a commit is on the disk when `save` returns.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from schemas.errors import Fatal


class Cursors:
    """Where each of them goes on, by its name.

    Args:
        path: the SQLite file; it and its folder are created.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connected() as connection:
            connection.execute(
                "create table if not exists poller_cursor "
                "(name text primary key, cursor text not null) strict"
            )

    def load(self, name: str) -> str | None:
        """The cursor that was saved last; None when there is none."""
        with self._connected() as connection:
            row = connection.execute(
                "select cursor from poller_cursor where name = ?", (name,)
            ).fetchone()
        return None if row is None else str(row[0])

    def save(self, name: str, cursor: str) -> None:
        """Keep a cursor. It is durable on return."""
        with self._connected() as connection:
            connection.execute("replace into poller_cursor values (?, ?)", (name, cursor))

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=10)) as connection, connection:
                connection.execute("pragma synchronous = full")
                yield connection
        except sqlite3.Error as error:
            raise Fatal(f"cursors in {self._path}: {error}") from error
