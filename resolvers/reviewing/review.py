"""Pairs for a person to decide on, and the decisions."""

from collections.abc import Callable
from datetime import datetime

from resolvers.accounts.state import to_microseconds, to_time
from resolvers.clustering import Assertion, Verdict
from resolvers.criteria import Criteria
from resolvers.reviewing.pair import Decision, ReviewPair
from resolvers.settling import settle
from resolvers.store import Decided, IdentityStore, Pair, Transaction
from schemas.errors import Reject
from schemas.identity import IdentityChange


class Review:
    """What persons are asked and what they say, over the store of a resolver.

    A person's word beats all other evidence, under every model and policy, until it is withdrawn.
    What it changes waits in the store; a worker tells the topics within seconds.

    Args:
        store: where the graph lives.
        criteria: what decides who is who.
        clock: tells the time, with a zone.
    """

    def __init__(
        self, store: IdentityStore, criteria: Criteria, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._criteria = criteria
        self._clock = clock

    def undecided(self, most: int) -> list[ReviewPair]:
        """The heaviest pairs on which nobody has decided, the heaviest first.

        They weigh at least the policy's `review_threshold` and are two profiles now: because they
        weigh less than `effective_match_threshold`, or because something else keeps them apart.

        Raises:
            Retry: when the store is away.
        """
        least = self._criteria.policy.effective_review_threshold
        found = self._store.read(lambda transaction: transaction.weights.undecided(least, most))
        return [
            ReviewPair(left=left, right=right, weight=weight, left_profile=mine, right_profile=its)
            for (left, right), weight, mine, its in found
        ]

    def decisions(self, most: int) -> list[Decision]:
        """The latest decisions, the latest first, those withdrawn or replaced too.

        Raises:
            Retry: when the store is away.
        """
        found = self._store.read(lambda transaction: list(transaction.assertions.history(most)))
        return [
            Decision(
                left=each.left,
                right=each.right,
                verdict=each.verdict,
                by=each.decided.by,
                why=each.decided.why,
                at=to_time(each.decided.at),
            )
            for each in found
        ]

    def decide(
        self, left: str, right: str, verdict: Verdict, *, by: str, why: str
    ) -> tuple[IdentityChange, ...]:
        """Store a person's word on two accounts, in place of an earlier one, and act on it.

        Args:
            left: an account id.
            right: another account id.
            verdict: whether they must or cannot be one person.
            by: who says so.
            why: the reason given.

        Raises:
            Reject: when an account is unknown, or both are the same.
            Retry: when the store is away or busy. Nothing was changed.
        """
        pair, now = _pair(left, right), self._clock()
        decided = Decided(by, why, to_microseconds(now))

        def write(transaction: Transaction) -> tuple[IdentityChange, ...]:
            transaction.assertions.save(Assertion(*pair, verdict), decided)
            return self._reconsider(transaction, left, right, now)

        return self._store.write(write)

    def withdraw(self, left: str, right: str, *, by: str, why: str) -> tuple[IdentityChange, ...]:
        """Forget what a person said of two accounts, and act on that as `decide` does.

        Raises:
            Reject: when nothing was said of them, or an account is unknown.
            Retry: when the store is away or busy. Nothing was changed.
        """
        pair, now = _pair(left, right), self._clock()
        decided = Decided(by, why, to_microseconds(now))

        def write(transaction: Transaction) -> tuple[IdentityChange, ...]:
            if not transaction.assertions.withdraw(*pair, decided):
                raise Reject("right", "an account of which something was said with left", right)
            return self._reconsider(transaction, left, right, now)

        return self._store.write(write)

    def _reconsider(
        self, transaction: Transaction, left: str, right: str, now: datetime
    ) -> tuple[IdentityChange, ...]:
        found = transaction.graph.accounts_with_profile_mates((left, right))
        loaded = {account.state.account_id: account for account in found}
        for side, account_id in (("left", left), ("right", right)):
            if account_id not in loaded:
                raise Reject(side, "a known account", account_id)
        cause = self._criteria.cause(now, {})
        settlement = settle(
            transaction, self._criteria, loaded, {}, cause, reconsidered=(left, right)
        )
        transaction.outbox.add(settlement.changes, None, None)
        return settlement.changes


def _pair(left: str, right: str) -> Pair:
    if left == right:
        raise Reject("right", "another account than left", right)
    return (left, right) if left < right else (right, left)
