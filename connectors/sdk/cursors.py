"""How far pollers and imports are, durable on disk."""

from pathlib import Path

from connectors.sdk.state_file import connected


class Cursors:
    """Where each of them goes on, by its name.

    Args:
        path: the SQLite file; it and its folder are created.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with connected(path) as connection:
            connection.execute(
                "create table if not exists poller_cursor "
                "(name text primary key, cursor text not null) strict"
            )

    def load(self, name: str) -> str | None:
        """The cursor that was saved last; None when there is none."""
        with connected(self._path) as connection:
            row = connection.execute(
                "select cursor from poller_cursor where name = ?", (name,)
            ).fetchone()
        return None if row is None else str(row[0])

    def save(self, name: str, cursor: str) -> None:
        """Keep a cursor. It is durable on return."""
        with connected(self._path) as connection:
            connection.execute("replace into poller_cursor values (?, ?)", (name, cursor))
