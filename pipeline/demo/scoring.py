"""How well accounts were joined into persons: pairwise precision and recall."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import comb


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


def pair_scores(truth: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> PairScores:
    """Compare two partitions of the accounts in `truth`.

    Pairs are counted in groups, so this takes linear time. An account that `found` does not have
    is joined with nothing.
    """
    cells: Counter[tuple[Hashable, Hashable]] = Counter()
    for account, person in truth.items():
        cells[person, found.get(account, (account,))] += 1
    persons: Counter[Hashable] = Counter()
    profiles: Counter[Hashable] = Counter()
    for (person, profile), accounts in cells.items():
        persons[person] += accounts
        profiles[profile] += accounts
    return PairScores(
        *(sum(comb(size, 2) for size in groups.values()) for groups in (persons, profiles, cells))
    )
