"""The part of the stored graph that a change of some accounts can have an effect on."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from resolvers.accounts import IdentifierKey, held
from resolvers.clustering import (
    Assertion,
    Component,
    PairWeight,
    Part,
    Verdict,
    silence,
    speaking,
)
from resolvers.comparisons import NOTHING, Description
from resolvers.criteria import Criteria
from resolvers.inner_weights import with_inner_weights
from resolvers.reweighing import Reweighed
from resolvers.store import Pair, StoredAccount, Transaction

Holding = tuple[IdentifierKey, str]
"""An identifier and an account that holds it."""


class Neighbourhood:
    """Accounts, with all that clustering them needs, read from the store.

    It grows from the accounts it is given until it is closed: with an account it has all accounts
    of its profile, all holders of the linking values that speak for it, all accounts that a
    must-link names with it or a weight from `effective_match_threshold` up connects with it, and
    all holders of values that have just become generic or ceased to be. To cluster it gives the
    same for these accounts as to cluster the whole graph.
    """

    def __init__(
        self,
        transaction: Transaction,
        criteria: Criteria,
        loaded: Mapping[str, StoredAccount],
        reweighed: Reweighed = Reweighed(),  # noqa: B008 (it is frozen)
    ) -> None:
        """Start empty.

        Args:
            transaction: everything is read in it.
            criteria: decides.
            loaded: accounts at hand, each with all accounts of its profile.
            reweighed: what this transaction has weighed.
        """
        self._transaction = transaction
        self._criteria = criteria
        self._policy = criteria.policy
        self._reweighed = reweighed
        self._weights: dict[Pair, float] = {}
        self._mates: dict[UUID, set[str]] = {}
        self._assertions: set[Assertion] = set()
        self._counts: dict[IdentifierKey, int] = {}
        self._asked: set[IdentifierKey] = set()
        self.stored: dict[str, StoredAccount] = {}
        self.accounts: dict[str, frozenset[IdentifierKey]] = {}
        self._take(loaded.values())

    def grow(
        self,
        holdings: Mapping[str, frozenset[IdentifierKey]],
        added: Collection[Holding] = (),
        removed: Collection[Holding] = (),
    ) -> None:
        """Take in everything that the accounts of `holdings` reach, and those just disturbed.

        Args:
            holdings: what these accounts hold now; the store's index must already say so.
            added: what the store's index has gained in this transaction.
            removed: what it has lost.
        """
        gained = Counter(key for key, _ in added)
        lost = Counter(key for key, _ in removed)
        frontier = holdings.keys() | self._reweighed.disturbed
        keys = gained.keys() | lost.keys()
        while frontier:
            self._load(frontier - holdings.keys())
            for account in frontier:
                if account in holdings:
                    self.accounts[account] = holdings[account]
                elif account in self.stored:
                    now = held(self.stored[account].state, self._policy)
                    self.accounts[account] = frozenset(now)
            present = frontier & self.accounts.keys()
            keys = keys.union(*(speaking(self.accounts[each], self._policy) for each in present))
            reached = self._holders(keys - self._asked, gained, lost)
            self._asked |= keys
            reached |= self._asserted(present) | self._mates_of(present) | self._weighty(present)
            frontier = reached - self.accounts.keys()

    def component(self) -> tuple[Component, list[Part]]:
        """What clustering reads, and the parts of it in which weights have something to say."""
        inside = self.accounts.keys()
        component = Component(
            accounts=self.accounts,
            holders=self._counts,
            assertions=tuple(
                each
                for each in sorted(self._assertions)
                if each.left in inside and each.right in inside
            ),
        )
        model = self._criteria.comparing
        if model is None:
            return component, []
        weights = tuple(
            PairWeight(left, right, weight, model.name)
            for (left, right), weight in self._weights.items()
            if left in inside and right in inside
        )
        return with_inner_weights(
            replace(component, weights=weights),
            self._policy,
            model,
            self._reweighed.weights,
            self.description,
        )

    def description(self, account_id: str) -> Description:
        """What can be compared of an account that was taken in."""
        known = self._reweighed.descriptions.get(account_id)
        if known is not None:
            return known
        stored = self.stored.get(account_id)
        # a new account that says something was weighed; of this one nothing can be compared
        return NOTHING if stored is None else self._criteria.describe(stored.state)

    def _load(self, account_ids: Iterable[str]) -> None:
        missing = set(account_ids) - self.stored.keys()
        if missing:
            self._take(self._transaction.graph.accounts_with_profile_mates(missing))

    def _take(self, accounts: Iterable[StoredAccount]) -> None:
        for account in accounts:
            account_id = account.state.account_id
            self.stored[account_id] = account
            self._mates.setdefault(account.profile.profile_id, set()).add(account_id)

    def _mates_of(self, account_ids: Iterable[str]) -> set[str]:
        profiles = {
            self.stored[each].profile.profile_id for each in account_ids if each in self.stored
        }
        return set().union(*(self._mates[each] for each in profiles))

    def _asserted(self, account_ids: Collection[str]) -> set[str]:
        found = set(self._transaction.assertions.about(account_ids))
        self._assertions |= found
        links = [each for each in found if each.verdict is Verdict.MUST_LINK]
        return {each.left for each in links} | {each.right for each in links}

    def _weighty(self, account_ids: Collection[str]) -> set[str]:
        if self._criteria.comparing is None or not account_ids:
            return set()
        found = self._transaction.weights.about(account_ids)
        self._weights |= found
        heavy = self._policy.effective_match_threshold
        return {each for pair, weight in found.items() if weight >= heavy for each in pair}

    def _holders(
        self,
        keys: Iterable[IdentifierKey],
        gained: Counter[IdentifierKey],
        lost: Counter[IdentifierKey],
    ) -> set[str]:
        """Holders of the values that link, and of those whose being generic has just changed."""
        by_limit: dict[int, list[IdentifierKey]] = {}
        for key in keys:
            if silence(key, 0, self._policy) is None:
                by_limit.setdefault(self._policy.rule(key.type).max_accounts, []).append(key)
        reached: set[str] = set()
        for limit, group in by_limit.items():
            # enough to tell whether a value was generic before this transaction and is now
            most = limit + 1 + max(gained[key] for key in group)
            holders = self._transaction.graph.holders(group, most)
            for key, accounts in holders.items():
                now = len(accounts)
                before = now - gained[key] + lost[key]
                if now > limit:
                    self._counts[key] = now
                if now <= limit or before <= limit:
                    reached.update(accounts)
        return reached
