"""The part of the stored graph that a change of some accounts can have an effect on."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from resolvers.accounts import IdentifierKey, held
from resolvers.clustering import Assertion, Component, Verdict, silence, speaking
from resolvers.policy import Policy
from resolvers.store import StoredAccount, Transaction

Holding = tuple[IdentifierKey, str]
"""An identifier and an account that holds it."""


class Neighbourhood:
    """Accounts, with all that clustering them needs, read from the store.

    It grows from the accounts it is given until it is closed: with an account it has all accounts
    of its profile, all holders of the linking values that speak for it, all accounts that a
    must-link names with it, and all holders of values that have just become generic or ceased to
    be. To cluster it gives the same for these accounts as to cluster the whole graph.
    """

    def __init__(
        self, transaction: Transaction, policy: Policy, loaded: Mapping[str, StoredAccount]
    ) -> None:
        """Start empty. `loaded` are accounts at hand, each with all accounts of its profile."""
        self._transaction = transaction
        self._policy = policy
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
        """Take in everything that the accounts of `holdings` reach.

        Args:
            holdings: what these accounts hold now; the store's index must already say so.
            added: what the store's index has gained in this transaction.
            removed: what it has lost.
        """
        gained = Counter(key for key, _ in added)
        lost = Counter(key for key, _ in removed)
        frontier = set(holdings)
        keys = gained.keys() | lost.keys()
        while frontier:
            self._load(frontier - holdings.keys())
            for account in frontier:
                if account in holdings:
                    self.accounts[account] = holdings[account]
                elif account in self.stored:
                    self.accounts[account] = held(self.stored[account].state, self._policy)
            present = frontier & self.accounts.keys()
            keys = keys.union(*(speaking(self.accounts[each], self._policy) for each in present))
            reached = self._holders(keys - self._asked, gained, lost)
            self._asked |= keys
            frontier = (reached | self._asserted(present) | self._mates_of(present)) - (
                self.accounts.keys()
            )

    @property
    def component(self) -> Component:
        """What clustering reads."""
        inside = self.accounts.keys()
        return Component(
            accounts=self.accounts,
            holders=self._counts,
            assertions=tuple(
                each
                for each in sorted(self._assertions)
                if each.left in inside and each.right in inside
            ),
        )

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
