"""One pass over the evidence: what is taken, and what is refused."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from resolvers.accounts.state import IdentifierKey
from resolvers.clustering.doubting import Doubting
from resolvers.clustering.forest import Forest
from resolvers.clustering.partition import Link, Refusal, Veto
from schemas.identity import EvidenceKind


class Considering:
    """Takes links, in the order in which they are given, unless something stands against them."""

    def __init__(self, forest: Forest, doubting: Doubting) -> None:
        """Start with the clusters of the forest."""
        self._forest = forest
        self._doubting = doubting
        self.links: list[Link] = []
        self.refusals: list[Refusal] = []

    def consider(self, link: Link) -> bool:
        """Take a link unless a veto stands; whether it was taken, or needed no more."""
        left, right = self._forest.root(link.left), self._forest.root(link.right)
        if left == right:
            return True
        asserted = link.kind is EvidenceKind.ASSERTION
        if (veto := self._forest.veto(left, right, asserted=asserted)) is not None:
            self.refusals.append(Refusal(link, *veto))
            return False
        self._forest.unite(left, right)
        self.links.append(link)
        return True

    def weigh(self, link: Link) -> bool:
        """Take a link of weights, likewise, unless the accounts of both sides contradict it."""
        left, right = self._roots(link)
        sides = self._forest.members(left), self._forest.members(right)
        if left != right and self._doubting.knows(*sides) and self._doubting.says(*sides) < 0:
            self.refusals.append(Refusal(link, Veto.CONTRADICTED))
            return False
        return self.consider(link)

    def share(self, key: IdentifierKey, accounts: Sequence[str]) -> None:
        """Take every pair of a value's holders, in order of their ids.

        Pairs of clusters already refused for this value are not tried again before one of them
        has grown, so many holders cost little more than few.
        """
        root = self._forest.root
        refused: set[tuple[str, str]] = set()
        for place, left in enumerate(accounts):
            roots = {root(account) for account in accounts[place:]}
            if len(roots) == 1:
                return
            for right in accounts[place + 1 :]:
                pair = (root(left), root(right))
                if pair[0] == pair[1] or pair in refused:
                    continue
                if self.consider(_link(key, left, right)):
                    refused.clear()
                else:
                    refused |= {pair, pair[::-1]}

    def share_doubtfully(
        self, shared: Mapping[IdentifierKey, Sequence[str]], order: Sequence[IdentifierKey]
    ) -> None:
        """Take pairs of holders whose accounts do not say that they are two persons.

        Those that resemble each other most come first, so that a person is as whole as can be when
        another one's claim is looked at. What is refused is looked at again when something was
        taken. A value is contested when two of its holders cannot be one person: whose of them it
        is must then be said otherwise.
        """
        waiting = [
            (key, _link(key, left, right))
            for key in order
            for left, right in combinations(shared[key], 2)
        ]
        waiting.sort(key=lambda each: -self._doubting.weight(each[1].left, each[1].right))
        while waiting:
            before = len(self.links)
            refused: dict[tuple[IdentifierKey, str, str], Refusal] = {}
            contested: dict[IdentifierKey, bool] = {}
            for key, link in waiting:
                left, right = sorted(self._roots(link))
                if left == right or (key, left, right) in refused:
                    continue
                if key not in contested:
                    contested[key] = self._is_contested(shared[key])
                against = self._against(left, right, contested=contested[key])
                if against is not None:
                    refused[key, left, right] = Refusal(link, *against)
                    continue
                self._forest.unite(left, right)
                self.links.append(link)
                refused.clear()
                contested.clear()
            if len(self.links) == before:
                self.refusals += refused.values()
                return
            waiting = [each for each in waiting if len(set(self._roots(each[1]))) > 1]

    def leave(self, key: IdentifierKey, accounts: Sequence[str], overfull: Sequence[str]) -> None:
        """Refuse what a value says of those of its holders for whom it does not speak."""
        refused: set[tuple[str, str]] = set()
        for silent in overfull:
            for other in accounts:
                pair = (self._forest.root(silent), self._forest.root(other))
                if pair[0] != pair[1] and pair not in refused:
                    refused |= {pair, pair[::-1]}
                    left, right = sorted((silent, other))
                    self.refusals.append(Refusal(_link(key, left, right), Veto.OVERFULL, key.type))

    def _roots(self, link: Link) -> tuple[str, str]:
        return self._forest.root(link.left), self._forest.root(link.right)

    def _is_contested(self, accounts: Sequence[str]) -> bool:
        roots = sorted({self._forest.root(account) for account in accounts})
        return len(roots) > 2 and any(
            self._against(left, right, contested=False) is not None
            for left, right in combinations(roots, 2)
        )

    def _against(self, left: str, right: str, *, contested: bool) -> tuple[Veto, str | None] | None:
        """What speaks against two clusters, by their roots, that share a doubtful value."""
        if (veto := self._forest.veto(left, right, asserted=False)) is not None:
            return veto
        said = self._doubting.says(self._forest.members(left), self._forest.members(right))
        return (Veto.CONTRADICTED, None) if said < 0 or (contested and said == 0) else None


def _link(key: IdentifierKey, left: str, right: str) -> Link:
    return Link(EvidenceKind.DETERMINISTIC, left, right, key.type, key)
