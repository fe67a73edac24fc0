"""Whose turn it is to write to a PostgreSQL that several workers share."""

from sqlalchemy import Connection, text

_BATCHES_ALONE = 20


class Turns:
    """Lets transactions run side by side until they conflict, and then for a while one by one.

    Large batches that come into the same blocks of accounts hardly ever get past each other, and
    what is undone is work for nothing. SQLite has one writer at a time anyway.
    """

    def __init__(self) -> None:
        self._alone = 0

    def conflict(self) -> None:
        """Take note that a transaction was undone."""
        self._alone = _BATCHES_ALONE

    def wait(self, connection: Connection, *, alone: bool) -> None:
        """Wait, first of all in a transaction, until it may begin; `alone`: until no other writes.

        The table is a token that every writer holds. To lock it takes no snapshot yet, so what the
        transaction then sees is what those before it have left.
        """
        if connection.dialect.name != "postgresql":
            return
        mode = "SHARE ROW EXCLUSIVE" if alone or self._alone else "ROW EXCLUSIVE"
        self._alone = max(0, self._alone - 1)
        connection.execute(text(f"LOCK TABLE offsets IN {mode} MODE"))
