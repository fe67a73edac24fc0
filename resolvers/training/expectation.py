"""Expectation maximization: what matches and other pairs look like, without being told.

Winkler (1988) and Larsen & Rubin (2001): pairs are a mixture of two classes in each of which the
comparisons are independent. Take a guess at the classes, work out how likely each pair is of each,
estimate the classes from that, and so on until nothing changes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolvers.training.patterns import Patterns, Shares

_MOST_ROUNDS = 1000
_SETTLED = 1e-5
"""When no share changes by more."""

_FIRST_MATCHES = 0.1
_FIRST_AGREEMENT = 0.9
_DOUBT = 0.5
"""Pairs that are added to each level, so that none is impossible."""

_FEW = 10.0
"""A level of so few pairs says half of what it seems to say."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The two classes, and the share of all pairs that is of the first, the matches.

    `m` and `u` are the shares of matches and of other pairs at each level.
    """

    m: Shares
    u: Shares
    matches: float
    rounds: int
    settled: bool


def estimate(patterns: Patterns, by_chance: Shares) -> Estimate:
    """Divide candidate pairs into two classes.

    Deterministic. The class of other pairs starts from how pairs taken at random agree, but is
    then estimated too: candidates are no random pairs, they agree at least on what their block
    asks for. Held at random agreement, what brought the pairs together would count as evidence.

    Args:
        patterns: of candidate pairs.
        by_chance: shares of pairs taken at random.
    """
    m = [_mostly_agreeing(width) for width in patterns.widths]
    u = by_chance
    matches = _FIRST_MATCHES
    for number in range(1, _MOST_ROUNDS + 1):
        likely = _likelihoods(patterns, m, u, matches)
        before = m
        u = [_shares(counts) for counts in patterns.level_counts(1 - likely)]
        m = [
            _disagreement_speaks_against(_shares(counts), theirs)
            for counts, theirs in zip(patterns.level_counts(likely), u, strict=True)
        ]
        matches = _share(patterns, likely)
        change = max(np.abs(new - old).max() for new, old in zip(m, before, strict=True))
        if change < _SETTLED:
            return Estimate(_cautious(patterns, m, u), u, matches, number, settled=True)
    return Estimate(_cautious(patterns, m, u), u, matches, _MOST_ROUNDS, settled=False)


def shares_of(patterns: Patterns) -> Shares:
    """The shares of all the pairs at each level."""
    return [_shares(counts) for counts in patterns.level_counts(np.ones(len(patterns.rows)))]


def _mostly_agreeing(width: int) -> NDArray[np.float64]:
    first = np.full(width, (1 - _FIRST_AGREEMENT) / (width - 1))
    first[0] = _FIRST_AGREEMENT
    return first


def _likelihoods(patterns: Patterns, m: Shares, u: Shares, matches: float) -> NDArray[np.float64]:
    bits = [np.log2(mine / theirs) for mine, theirs in zip(m, u, strict=True)]
    odds = np.log2(matches / (1 - matches)) + patterns.bits(bits)
    found: NDArray[np.float64] = 1 / (1 + np.exp2(np.clip(-odds, -500, 500)))
    return found


def _share(patterns: Patterns, likely: NDArray[np.float64]) -> float:
    total = float(patterns.counts.sum())
    return (float((patterns.counts * likely).sum()) + _DOUBT) / (total + 2 * _DOUBT)


def _shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    doubted = counts + _DOUBT
    shares: NDArray[np.float64] = doubted / doubted.sum()
    return shares


def _disagreement_speaks_against(
    mine: NDArray[np.float64], theirs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The shares of matches; where the last levels are more frequent among these, alike with those.

    Rules that bring together whoever lives in one city leave other cities to the pairs of other
    rules, true or not: to differ would seem a good sign.
    """
    for first in range(len(mine) - 1, -1, -1):
        share = mine[first:].sum() / theirs[first:].sum()
        if share <= 1:
            break
    else:
        first, share = 0, 1.0
    if first == len(mine) - 1:
        return mine
    return np.concatenate([mine[:first], theirs[first:] * share])


def _cautious(patterns: Patterns, m: Shares, u: Shares) -> Shares:
    """The shares of matches, moved to those of other pairs at levels that hardly any pair is at.

    A level that no pair is at would otherwise say how many more other pairs there are.
    """
    found = []
    counts = patterns.level_counts(np.ones(len(patterns.rows)))
    for mine, theirs, seen in zip(m, u, counts, strict=True):
        moved = theirs * (mine / theirs) ** (seen / (seen + _FEW))
        found.append(moved / moved.sum())
    return found
