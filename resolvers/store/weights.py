"""Match weights between accounts."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, exists, select, union_all

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

    def undecided(self, least: float, most: int) -> list[tuple[Pair, float, UUID, UUID]]:
        """The heaviest pairs from `least` up, in bits, that are two profiles and on which nobody
        has decided: the pair, its weight, and both profiles. Reads every weight there is.
        """
        pairs, said = tables.weights.c, tables.assertions.c
        left, right = tables.accounts.alias(), tables.accounts.alias()
        rows = self._connection.execute(
            select(
                pairs.left_account,
                pairs.right_account,
                pairs.weight,
                left.c.profile_id,
                right.c.profile_id,
            )
            .join(left, left.c.account_id == pairs.left_account)
            .join(right, right.c.account_id == pairs.right_account)
            .where(
                pairs.weight >= least,
                left.c.profile_id != right.c.profile_id,
                ~exists().where(
                    said.left_account == pairs.left_account,
                    said.right_account == pairs.right_account,
                ),
            )
            .order_by(pairs.weight.desc(), pairs.left_account, pairs.right_account)
            .limit(most)
        )
        return [((one, other), weight, mine, theirs) for one, other, weight, mine, theirs in rows]

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
