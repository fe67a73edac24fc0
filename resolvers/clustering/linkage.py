"""Average linkage: clusters are joined by what all of their accounts say, not by one bridge.

Weights are log odds. Two clusters are joined when the mean weight over the pairs of their accounts
says that one person is likelier than two, and at least one pair links by itself: one that blocking
brings together, for that two accounts agree in this and that means little where nobody would have
looked at them. How much a pair
may say is limited: a person's accounts resemble each other in different ways, so a pair that looks
different says less against than a pair that looks alike says for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from resolvers.clustering.component import PairWeight
from resolvers.clustering.partition import Link, Refusal, Veto
from resolvers.policy import Policy
from schemas.identity import EvidenceKind

_UNITS_PER_BIT = 1 << 16
"""Sums are of integers, since sums of floats depend on the order."""

_Rank = tuple[float, str, str, str]
_Entry = tuple[float, _Rank, int, str, str, "_Bond"]
"""Of entries that are alike up to the last place, that is one and the same bond."""


@dataclass(slots=True)
class _Bond:
    """What the pairs of accounts of two clusters say together. A bond that grew is a new one.

    `heaviest` is the heaviest candidate, where there is one.
    """

    total: int
    pairs: int
    heaviest: PairWeight

    @property
    def average(self) -> float:
        """Bits."""
        return self.total / self.pairs / _UNITS_PER_BIT

    def __add__(self, other: "_Bond") -> "_Bond":
        heaviest = min(self.heaviest, other.heaviest, key=_strength)
        return _Bond(self.total + other.total, self.pairs + other.pairs, heaviest)


class AverageLinkage:
    """Joins clusters, those with the highest average first, ties by their heaviest pair.

    Near linear in the number of weights.
    """

    def __init__(
        self, weights: Iterable[PairWeight], policy: Policy, root: Callable[[str], str]
    ) -> None:
        """Take the weights between clusters as they are.

        Args:
            weights: of all pairs that have a say; one for each pair.
            policy: the threshold, and how much a pair may say.
            root: the account that stands for an account's cluster.
        """
        self._policy = policy
        self._root = root
        self._bonds: dict[str, dict[str, _Bond]] = {}
        for weight in weights:
            left, right = root(weight.left), root(weight.right)
            if left != right:
                self._tie(left, right, _Bond(self._say(weight.weight), 1, weight))

    def join(self, consider: Callable[[Link], bool]) -> None:
        """Offer links until nothing more is to be joined.

        Args:
            consider: unites the clusters of a link, or refuses to.
        """
        heap = [
            self._entry(left, right, bond)
            for left, bonds in self._bonds.items()
            for right, bond in bonds.items()
            if left < right and self._holds(bond)
        ]
        heapify(heap)
        while heap:
            *_, left, right, bond = heappop(heap)
            if self._bonds.get(left, {}).get(right) is bond and consider(_link(bond)):
                kept, gone = (left, right) if self._root(left) == left else (right, left)
                for entry in self._united(kept, gone):
                    heappush(heap, entry)

    def outvoted(self) -> Iterator[Refusal]:
        """Pairs that link by themselves, of clusters whose accounts on average say otherwise."""
        bonds = {id(bond): bond for bonds in self._bonds.values() for bond in bonds.values()}
        for bond in sorted(bonds.values(), key=lambda bond: _rank(bond.heaviest)):
            if self._links(bond.heaviest) and bond.total < 0:
                yield Refusal(_link(bond), Veto.OUTVOTED)

    def _united(self, kept: str, gone: str) -> Iterator[_Entry]:
        """The bonds of the joined cluster that hold."""
        del self._bonds[kept][gone], self._bonds[gone][kept]
        for other, bond in self._bonds.pop(gone).items():
            del self._bonds[other][gone]
            self._tie(kept, other, bond)
        for other, bond in self._bonds[kept].items():
            if self._holds(bond):
                yield self._entry(kept, other, bond)

    def _tie(self, left: str, right: str, bond: _Bond) -> None:
        known = self._bonds.setdefault(left, {}).get(right)
        tied = bond if known is None else known + bond
        self._bonds[left][right] = self._bonds.setdefault(right, {})[left] = tied

    def _say(self, weight: float) -> int:
        linkage = self._policy.linkage
        return round(max(-linkage.most_against, min(linkage.most_for, weight)) * _UNITS_PER_BIT)

    def _holds(self, bond: _Bond) -> bool:
        return bond.total >= 0 and self._links(bond.heaviest)

    def _links(self, weight: PairWeight) -> bool:
        return weight.is_candidate and weight.weight >= self._policy.effective_match_threshold

    def _entry(self, left: str, right: str, bond: _Bond) -> _Entry:
        return (-bond.average, _rank(bond.heaviest), bond.pairs, left, right, bond)


def _rank(weight: PairWeight) -> _Rank:
    return (-weight.weight, weight.left, weight.right, weight.rule)


def _strength(weight: PairWeight) -> tuple[bool, _Rank]:
    return not weight.is_candidate, _rank(weight)


def _link(bond: _Bond) -> Link:
    heaviest = bond.heaviest
    details = {**heaviest.details, "average": round(bond.average, 3), "pairs": bond.pairs}
    return Link(
        EvidenceKind.PROBABILISTIC,
        heaviest.left,
        heaviest.right,
        heaviest.rule,
        weight=heaviest.weight,
        details=details,
    )
