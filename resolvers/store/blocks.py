"""Which accounts are in which blocks."""

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, bindparam, delete, func, literal_column, select

from resolvers.store import tables
from resolvers.store.dialect import insert_new, is_one_of, listed

Entry = tuple[int, str]
"""A block and an account in it."""


class Blocks:
    """The index of blocks inside one transaction. Each method is one or two statements."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sizes(self, blocks: Collection[int], most: int) -> dict[int, int]:
        """How many accounts are in each of the blocks; the count ends at `most`."""
        columns = tables.blocking_keys.c
        wanted = listed(self._connection, columns.block, blocks).subquery("wanted")
        some = (
            select(literal_column("1"))
            .where(columns.block == wanted.c.value)
            .limit(most)
            .correlate(wanted)
            .subquery("some")
        )
        size = select(func.count()).select_from(some).correlate(wanted).scalar_subquery()
        rows = self._connection.execute(select(wanted.c.value, size)).all()
        return {block: count for block, count in rows}  # noqa: C416 (to mypy rows are no pairs)

    def members(self, blocks: Collection[int]) -> dict[int, list[str]]:
        """All accounts of the blocks, in order; for blocks that are known to be small."""
        columns = tables.blocking_keys.c
        rows = self._connection.execute(
            select(columns.block, columns.account_id)
            .where(is_one_of(self._connection, columns.block, blocks))
            .order_by(columns.block, columns.account_id)
        ).all()
        return {
            block: [account_id for _, account_id in group]
            for block, group in groupby(rows, key=itemgetter(0))
        }

    def save(self, added: Iterable[Entry], removed: Collection[Entry]) -> None:
        """Write which blocks accounts came into and are in no longer."""
        if removed:
            columns = tables.blocking_keys.c
            self._connection.execute(
                delete(tables.blocking_keys).where(
                    columns.block == bindparam("of_block"),
                    columns.account_id == bindparam("of_account"),
                ),
                [{"of_block": block, "of_account": each} for block, each in removed],
            )
        insert_new(
            self._connection,
            tables.blocking_keys,
            # in the index's order, so that a page is looked for once
            ({"block": block, "account_id": account_id} for block, account_id in sorted(added)),
        )
