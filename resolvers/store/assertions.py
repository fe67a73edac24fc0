"""What persons said of two accounts."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, delete, or_, select

from resolvers.clustering import Assertion, Verdict
from resolvers.store import tables
from resolvers.store.dialect import is_one_of, upsert


class Assertions:
    """Must-links and cannot-links inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def about(self, account_ids: Collection[str]) -> Iterator[Assertion]:
        """Every assertion with one of these accounts on either side."""
        columns = tables.assertions.c
        left = is_one_of(self._connection, columns.left_account, account_ids)
        right = is_one_of(self._connection, columns.right_account, account_ids)
        rows = self._connection.execute(
            select(columns.left_account, columns.right_account, columns.verdict).where(
                or_(left, right)
            )
        ).all()
        return (Assertion(left, right, Verdict(verdict)) for left, right, verdict in rows)

    def save(
        self, assertion: Assertion, *, asserted_by: str, reason: str, asserted_at: int
    ) -> None:
        """Write a person's word; a later one on the same accounts replaces it."""
        row = {
            "left_account": assertion.left,
            "right_account": assertion.right,
            "verdict": assertion.verdict.value,
            "asserted_by": asserted_by,
            "reason": reason,
            "asserted_at": asserted_at,
        }
        upsert(self._connection, tables.assertions, [row])

    def withdraw(self, left: str, right: str) -> bool:
        """Forget what was said of the two accounts; whether anything had been."""
        columns = tables.assertions.c
        return bool(
            self._connection.execute(
                delete(tables.assertions).where(
                    columns.left_account == left, columns.right_account == right
                )
            ).rowcount
        )
