"""The whole graph: walking over it, counting it, building its indexes anew."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Connection, delete, func, select

from resolvers.store import tables
from resolvers.store.dialect import is_one_of
from resolvers.store.graph import Graph, StoredAccount

_INDEXES = (tables.identifiers, tables.blocking_keys, tables.descriptions, tables.weights)


class Whole:
    """All accounts inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._graph = Graph(connection)

    def accounts_after(self, account_id: str, most: int) -> list[StoredAccount]:
        """The next accounts in the order of their ids, for walking over all of them."""
        return list(self._graph.accounts_after(account_id, most))

    def accounts(self) -> int:
        """How many there are."""
        count = select(func.count()).select_from(tables.accounts)
        return self._connection.execute(count).scalar_one()

    def profiles_of(self, account_ids: Collection[str]) -> Mapping[str, UUID]:
        """The profile of each of these accounts that there is."""
        columns = tables.accounts.c
        rows = self._connection.execute(
            select(columns.account_id, columns.profile_id).where(
                is_one_of(self._connection, columns.account_id, account_ids)
            )
        ).all()
        return {account_id: profile_id for account_id, profile_id in rows}  # noqa: C416 (to mypy rows are no pairs)

    def profile_sizes(self) -> Mapping[int, int]:
        """How many living profiles have so many accounts."""
        members = (
            select(func.count().label("accounts"))
            .select_from(tables.accounts)
            .group_by(tables.accounts.c.profile_id)
            .subquery()
        )
        rows = self._connection.execute(
            select(members.c.accounts, func.count()).group_by(members.c.accounts)
        ).all()
        return {accounts: profiles for accounts, profiles in rows}  # noqa: C416 (to mypy rows are no pairs)

    def forget_index(self) -> None:
        """Empty what the accounts' states lead to: holdings, descriptions, blocks, weights."""
        for table in _INDEXES:
            self._connection.execute(delete(table))
