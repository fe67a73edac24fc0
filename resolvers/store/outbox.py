"""The history of identity changes, and which of them the broker has not confirmed yet."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection, select, update

from resolvers.store import tables
from resolvers.store.dialect import insert_new, is_one_of
from schemas.identity import IdentityChange

_MOST = 1000
"""Changes at a time: a policy that a person applies may bring any number."""

_IN_ORDER = tables.identity_changes.c.sequence + 0
"""The order of the sequence, but not its index: SQLite would walk through all history in it."""


class Outbox:
    """Identity changes inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, changes: Sequence[IdentityChange], topic: str | None, partition: int | None
    ) -> None:
        """Write changes that a batch of this partition caused; no partition when a person did."""
        insert_new(
            self._connection,
            tables.identity_changes,
            (
                {
                    "change_id": change.change_id,
                    "topic": topic,
                    "partition_no": partition,
                    "published": False,
                    "change": change.to_builtins(),
                }
                for change in changes
            ),
        )

    def unpublished(self, topic: str | None, partition: int | None) -> list[IdentityChange]:
        """What this partition caused, or persons where there is none, and the broker has not
        confirmed: the oldest thousand, oldest first.
        """
        columns = tables.identity_changes.c
        rows = self._connection.execute(
            select(columns.change)
            .where(
                ~columns.published,
                columns.topic == topic,
                columns.partition_no == partition,
            )
            .order_by(_IN_ORDER)
            .limit(_MOST)
        )
        return [IdentityChange.from_builtins(change) for change in rows.scalars()]

    def mark_published(self, change_ids: Collection[UUID]) -> None:
        columns = tables.identity_changes.c
        self._connection.execute(
            update(tables.identity_changes)
            .where(
                ~columns.published,
                is_one_of(self._connection, columns.change_id, change_ids),
            )
            .values(published=True)
        )

    def after(self, sequence: int, most: int) -> Iterator[tuple[int, IdentityChange]]:
        """The next changes of the history with their place in it, for walking over all of it."""
        columns = tables.identity_changes.c
        rows = self._connection.execute(
            select(columns.sequence, columns.change)
            .where(columns.sequence > sequence)
            .order_by(columns.sequence)
            .limit(most)
        )
        return ((row.sequence, IdentityChange.from_builtins(row.change)) for row in rows)
