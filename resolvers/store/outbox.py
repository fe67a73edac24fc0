"""The history of identity changes, and which of them the broker has not confirmed yet."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection, delete, select

from resolvers.store import tables
from resolvers.store.dialect import insert_new, insert_numbered, is_one_of
from schemas.identity import IdentityChange

_MOST = 1000
"""Changes at a time: a policy that a person applies may bring any number."""


class Outbox:
    """Identity changes inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, changes: Sequence[IdentityChange], topic: str | None, partition: int | None
    ) -> None:
        """Write changes that a batch of this partition caused; no partition when a person did."""
        numbers = insert_numbered(
            self._connection,
            tables.identity_changes,
            ({"change_id": change.change_id, "change": change.to_builtins()} for change in changes),
        )
        insert_new(
            self._connection,
            tables.unpublished_changes,
            (
                {
                    "change_id": change.change_id,
                    "sequence": number,
                    "topic": topic,
                    "partition_no": partition,
                }
                for number, change in zip(numbers, changes, strict=True)
            ),
        )

    def unpublished(self, topic: str | None, partition: int | None) -> list[IdentityChange]:
        """What this partition caused, or persons where there is none, and the broker has not
        confirmed: the oldest thousand, oldest first.
        """
        history, columns = tables.identity_changes.c, tables.unpublished_changes.c
        rows = self._connection.execute(
            select(history.change)
            .select_from(tables.unpublished_changes)
            .join(tables.identity_changes, history.sequence == columns.sequence)
            .where(columns.topic == topic, columns.partition_no == partition)
            .order_by(columns.sequence)
            .limit(_MOST)
        )
        return [IdentityChange.from_builtins(change) for change in rows.scalars()]

    def mark_published(self, change_ids: Collection[UUID]) -> None:
        column = tables.unpublished_changes.c.change_id
        self._connection.execute(
            delete(tables.unpublished_changes).where(
                is_one_of(self._connection, column, change_ids)
            )
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
