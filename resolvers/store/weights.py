"""Match weights between accounts."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, delete, select, union_all

from resolvers.store import tables
from resolvers.store.dialect import is_one_of, upsert

Pair = tuple[str, str]
"""Two accounts, the smaller id first."""


class Weights:
    """The stored weights, in bits, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def about(self, account_ids: Collection[str]) -> dict[Pair, float]:
        """Every weight with one of these accounts on either side."""
        columns = tables.weights.c
        found = select(columns.left_account, columns.right_account, columns.weight)
        sides = (
            found.where(is_one_of(self._connection, side, account_ids))
            for side in (columns.left_account, columns.right_account)
        )
        rows = self._connection.execute(union_all(*sides)).all()
        return {(left, right): weight for left, right, weight in rows}

    def save(self, weights: Mapping[Pair, float], gone: Collection[Pair]) -> None:
        """Write new and other weights, and forget those that are gone."""
        if gone:
            columns = tables.weights.c
            self._connection.execute(
                delete(tables.weights).where(
                    columns.left_account == bindparam("of_left"),
                    columns.right_account == bindparam("of_right"),
                ),
                [{"of_left": left, "of_right": right} for left, right in gone],
            )
        upsert(
            self._connection,
            tables.weights,
            (
                {"left_account": left, "right_account": right, "weight": weights[left, right]}
                for left, right in sorted(weights)
            ),
        )
