"""Pairwise precision and recall."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import comb

from resolvers.evaluation.contingency import Contingency, contingency, harmonic_mean


@dataclass(frozen=True, slots=True)
class PairScores:
    """Pairs of accounts: joined by truth, joined by the profiles, and by both.

    Where nothing was to be joined, or nothing was, the share is 1.
    """

    true_pairs: int
    found_pairs: int
    shared_pairs: int

    @property
    def precision(self) -> float:
        """The share of joined pairs that are one person in truth."""
        return self.shared_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        """The share of one person's pairs that were joined."""
        return self.shared_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return harmonic_mean(self.precision, self.recall)


def pair_scores(truth: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> PairScores:
    """Compare two partitions of the accounts in `truth`, in linear time.

    An account that `found` does not have is joined with nothing.
    """
    table: Contingency = contingency(truth, found)
    return PairScores(
        *(
            sum(comb(size, 2) for size in sizes.values())
            for sizes in (table.persons, table.profiles, table.cells)
        )
    )
