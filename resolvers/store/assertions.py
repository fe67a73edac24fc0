"""What persons said of two accounts, and what they ever said."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, or_, select

from resolvers.clustering import Assertion, Verdict
from resolvers.store import tables
from resolvers.store.dialect import is_one_of, upsert


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided, why, and when, in microseconds since 1970."""

    by: str
    why: str
    at: int


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """One decision on two accounts, `left` being the smaller id. No verdict: what was said before
    was withdrawn.
    """

    left: str
    right: str
    verdict: Verdict | None
    decided: Decided


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
        )
        return (Assertion(left, right, Verdict(verdict)) for left, right, verdict in rows)

    def all(self) -> Iterator[tuple[Assertion, Decided]]:
        """Everything that holds now, with who said it."""
        return (
            (
                Assertion(row.left_account, row.right_account, Verdict(row.verdict)),
                Decided(row.asserted_by, row.reason, row.asserted_at),
            )
            for row in self._connection.execute(select(tables.assertions))
        )

    def copy(self, assertions: Iterable[tuple[Assertion, Decided]]) -> None:
        """Write what was said elsewhere."""
        for assertion, decided in assertions:
            self.save(assertion, decided)

    def save(self, assertion: Assertion, decided: Decided) -> None:
        """Write a person's word; a later one on the same accounts replaces it."""
        row = {
            "left_account": assertion.left,
            "right_account": assertion.right,
            "verdict": assertion.verdict.value,
            "asserted_by": decided.by,
            "reason": decided.why,
            "asserted_at": decided.at,
        }
        upsert(self._connection, tables.assertions, [row])
        self._record(assertion.left, assertion.right, assertion.verdict, decided)

    def withdraw(self, left: str, right: str, decided: Decided) -> bool:
        """Forget what was said of the two accounts; whether anything had been."""
        columns = tables.assertions.c
        gone = self._connection.execute(
            delete(tables.assertions).where(
                columns.left_account == left, columns.right_account == right
            )
        ).rowcount
        if gone:
            self._record(left, right, None, decided)
        return bool(gone)

    def history(self, most: int) -> Iterator[StoredDecision]:
        """The latest decisions, the latest first, those withdrawn or replaced too."""
        columns = tables.decisions.c
        rows = self._connection.execute(
            select(tables.decisions).order_by(columns.sequence.desc()).limit(most)
        )
        return (
            StoredDecision(
                row.left_account,
                row.right_account,
                None if row.verdict is None else Verdict(row.verdict),
                Decided(row.decided_by, row.reason, row.decided_at),
            )
            for row in rows
        )

    def _record(self, left: str, right: str, verdict: Verdict | None, decided: Decided) -> None:
        self._connection.execute(
            tables.decisions.insert(),
            {
                "left_account": left,
                "right_account": right,
                "verdict": None if verdict is None else verdict.value,
                "decided_by": decided.by,
                "reason": decided.why,
                "decided_at": decided.at,
            },
        )
