"""Pairs by the levels at which they agree: all that training has to know of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolvers.comparisons import NULL, Comparison, Description, Pairs
from resolvers.training.pairs import Places

_CHUNK = 100_000

Shares = list[NDArray[np.float64]]
"""For each comparison how large a share of the pairs is at each level; null pairs aside."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The different rows of levels, a column for each comparison, and how many pairs have each."""

    rows: NDArray[np.int8]
    counts: NDArray[np.float64]
    widths: tuple[int, ...]

    def level_counts(self, weights: NDArray[np.float64]) -> Shares:
        """How many pairs are at each level, a pair of a row counting as much as `weights` say."""
        counted = self.counts * weights
        found = []
        for column, width in enumerate(self.widths):
            levels = self.rows[:, column]
            known = levels != NULL
            counts = np.bincount(levels[known], counted[known], minlength=width)
            found.append(counts.astype(np.float64))
        return found

    def bits(self, weights: Shares) -> NDArray[np.float64]:
        """The sum of the given bits per level for each row."""
        total = np.zeros(len(self.rows))
        for column, of_levels in enumerate(weights):
            total += np.append(of_levels, 0.0)[self.rows[:, column]]  # NULL is the last place
        return total


def patterns_of(
    comparisons: Sequence[Comparison],
    accounts: Sequence[Description],
    lefts: Places,
    rights: Places,
) -> Patterns:
    """Compare the pairs, a bounded number at a time."""
    found = [np.empty((0, len(comparisons)), np.int8)]
    counts = [np.empty(0, np.int64)]
    for start in range(0, len(lefts), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        pairs = Pairs(
            [accounts[place] for place in lefts[chunk]],
            [accounts[place] for place in rights[chunk]],
        )
        levels = np.stack([each.compare(pairs).levels for each in comparisons], axis=1)
        rows, of_rows = np.unique(levels, axis=0, return_counts=True)
        found.append(rows)
        counts.append(of_rows)
    rows, back = np.unique(np.concatenate(found), axis=0, return_inverse=True)
    total = np.bincount(back.ravel(), np.concatenate(counts), minlength=len(rows))
    return Patterns(rows, total.astype(np.float64), tuple(len(each.levels) for each in comparisons))
