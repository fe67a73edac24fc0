"""Clusters under construction: a union-find whose roots know what a veto has to know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from resolvers.accounts.state import IdentifierKey
from resolvers.clustering.component import Assertion, Verdict
from resolvers.clustering.partition import Veto
from resolvers.policy import Policy

Place = tuple[str, str]
"""An identifier type and a scope."""


@dataclass(slots=True)
class _Cluster:
    members: list[str]
    values: dict[Place, frozenset[str]]


class Forest:
    """Unites accounts unless a veto stands."""

    def __init__(
        self,
        accounts: Mapping[str, Iterable[IdentifierKey]],
        assertions: Iterable[Assertion],
        policy: Policy,
    ) -> None:
        """Each account starts as a cluster of its own, holding the given values."""
        self._policy = policy
        self._parents = {account: account for account in accounts}
        self._clusters = {
            account: _Cluster([account], _by_place(keys)) for account, keys in accounts.items()
        }
        self._apart: dict[str, set[str]] = {}
        for assertion in assertions:
            if assertion.verdict is Verdict.CANNOT_LINK:
                self._apart.setdefault(assertion.left, set()).add(assertion.right)
                self._apart.setdefault(assertion.right, set()).add(assertion.left)

    def root(self, account: str) -> str:
        """The account that stands for the cluster at this moment."""
        parents = self._parents
        while (parent := parents[account]) != account:
            parents[account] = account = parents[parent]
        return account

    def members(self, root: str) -> Sequence[str]:
        """The accounts of a cluster, in no order."""
        return self._clusters[root].members

    def clusters(self) -> tuple[tuple[str, ...], ...]:
        """The clusters as they are, sorted."""
        return tuple(sorted(tuple(sorted(each.members)) for each in self._clusters.values()))

    def veto(self, left: str, right: str, *, asserted: bool) -> tuple[Veto, str | None] | None:
        """What keeps two clusters (by their roots) apart, with the identifier type concerned.

        A veto stands when a person said so; when the union would have too many accounts; when of
        one type and scope each holds a value that the other does not, and the type is unique or
        together they would hold too many. Against an asserted link only the first stands.
        """
        if self._are_kept_apart(left, right):
            return Veto.CANNOT_LINK, None
        if asserted:
            return None
        smaller, larger = self._clusters[left], self._clusters[right]
        if len(smaller.members) + len(larger.members) > self._policy.max_accounts_per_profile:
            return Veto.MAX_ACCOUNTS, None
        if len(smaller.values) > len(larger.values):
            smaller, larger = larger, smaller
        for place in sorted(smaller.values.keys() & larger.values.keys()):
            mine, theirs = smaller.values[place], larger.values[place]
            if mine <= theirs or theirs <= mine:
                continue
            rule = self._policy.rule(place[0])
            if rule.unique:
                return Veto.UNIQUE, place[0]
            if len(mine | theirs) > rule.max_values:
                return Veto.MAX_VALUES, place[0]
        return None

    def unite(self, left: str, right: str) -> None:
        """Make two clusters, by their roots, one."""
        if len(self._clusters[left].members) < len(self._clusters[right].members):
            left, right = right, left
        gone, kept = self._clusters.pop(right), self._clusters[left]
        self._parents[right] = left
        kept.members.extend(gone.members)
        for place, values in gone.values.items():
            kept.values[place] = kept.values.get(place, frozenset()) | values

    def _are_kept_apart(self, left: str, right: str) -> bool:
        if not self._apart:
            return False
        others = set(self._clusters[right].members)
        return any(
            not others.isdisjoint(self._apart.get(member, ()))
            for member in self._clusters[left].members
        )


def _by_place(keys: Iterable[IdentifierKey]) -> dict[Place, frozenset[str]]:
    places: dict[Place, frozenset[str]] = {}
    for kind, scope, value in keys:
        place = (kind, scope)
        places[place] = places.get(place, frozenset()) | {value}
    return places
