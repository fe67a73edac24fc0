"""Expectation maximization: what matches and other pairs look like, without being told.

Winkler (1988) and Larsen & Rubin (2001): pairs are a mixture of two classes in each of which the
comparisons are independent. Take a guess at the classes, work out how likely each pair is of each,
estimate the classes from that, and so on until nothing changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolvers.training.patterns import Patterns, Shares

_MOST_ROUNDS = 1000
_SETTLED = 1e-5
"""When no share changes by more."""

_FIRST_MATCHES = 0.1
_FIRST_GROUPS = 0.05
_FIRST_AGREEMENT = 0.9
_DOUBT = 0.5
"""Pairs that are added to each level, so that none is impossible."""

_FEW = 10.0
"""A level of so few pairs says half of what it seems to say."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What pairs of one person are like, and pairs of two.

    `m` and `u` are the shares of matches and of other pairs at each level, `matches` and `groups`
    the shares of all pairs that are matches, and that are two persons of one group.
    """

    m: Shares
    u: Shares
    matches: float
    groups: float
    rounds: int
    settled: bool


@dataclass(frozen=True, slots=True)
class _Class:
    """A share of all pairs, and how those are spread over the levels of each comparison."""

    share: float
    levels: Shares

    def told_apart(self, telling: Sequence[bool], of_strangers: Shares) -> "_Class":
        """With the shares of strangers at the levels of what tells persons apart."""
        levels = [
            strange if tells else mine
            for mine, strange, tells in zip(
                self.levels, of_strangers, telling or [False] * len(self.levels), strict=True
            )
        ]
        return _Class(self.share, levels)


def estimate(patterns: Patterns, by_chance: Shares, telling: Sequence[bool] = ()) -> Estimate:
    """Divide candidate pairs into matches and others.

    Deterministic. The class of other pairs starts from how pairs taken at random agree, but is
    then estimated too: candidates are no random pairs, they agree at least on what their block
    asks for. Held at random agreement, what brought the pairs together would count as evidence.

    Two of one household or firm share an address, a surname, a phone. Where they are many, two
    classes would be they and all others, for these differ most. So they are a class of their own,
    known by what tells persons apart: in that they are as strangers are. They count as other pairs.

    Args:
        patterns: of candidate pairs.
        by_chance: shares of pairs taken at random.
        telling: for each comparison whether it tells persons of one group apart. Where none does
            there is no class of groups.
    """
    matches = _Class(_FIRST_MATCHES, [_mostly_agreeing(width) for width in patterns.widths])
    groups = _Class(_FIRST_GROUPS if any(telling) else 0.0, matches.levels).told_apart(
        telling, by_chance
    )
    others = _Class(1 - matches.share - groups.share, by_chance)
    u = by_chance
    rounds, settled = 0, False
    while not settled and rounds < _MOST_ROUNDS:
        rounds += 1
        before = matches.levels
        likely = _likelihoods(patterns, (matches, groups, others))
        of_matches, of_groups, of_others = (patterns.level_counts(each) for each in likely)
        u = [_shares(each) for each in map(np.add, of_groups, of_others)]
        of_persons = map(_disagreement_speaks_against, map(_shares, of_matches), u)
        matches = _Class(_share(patterns, likely[0]), list(of_persons))
        groups = _Class(
            float((patterns.counts * likely[1]).sum() / patterns.counts.sum()),
            [_shares(each) for each in of_groups],
        ).told_apart(telling, u)
        others = _Class(
            _share(patterns, likely[2]), [_shares(each) for each in of_others]
        ).told_apart(telling, u)
        pairs = zip(matches.levels, before, strict=True)
        settled = all(bool(np.abs(new - old).max() < _SETTLED) for new, old in pairs)
    m = _cautious(patterns, matches.levels, u)
    return Estimate(m, u, matches.share, groups.share, rounds, settled)


def shares_of(patterns: Patterns) -> Shares:
    """The shares of all the pairs at each level."""
    return [_shares(counts) for counts in patterns.level_counts(np.ones(len(patterns.rows)))]


def _mostly_agreeing(width: int) -> NDArray[np.float64]:
    first = np.full(width, (1 - _FIRST_AGREEMENT) / (width - 1))
    first[0] = _FIRST_AGREEMENT
    return first


def _likelihoods(patterns: Patterns, classes: Sequence[_Class]) -> NDArray[np.float64]:
    """For each class and row how likely a pair of the row is of the class."""
    with np.errstate(divide="ignore"):  # a class that is empty stays so
        bits = np.stack(
            [
                np.log2(each.share) + patterns.bits([np.log2(levels) for levels in each.levels])
                for each in classes
            ]
        )
    odds = np.exp2(bits - bits.max(axis=0))
    found: NDArray[np.float64] = odds / odds.sum(axis=0)
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
