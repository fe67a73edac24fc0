"""Models from the accounts themselves, without labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from resolvers.comparisons import Comparison, Description
from resolvers.matching import ComparisonModel, LevelModel, MatchModel
from resolvers.training.expectation import Estimate, estimate, shares_of
from resolvers.training.findings import Findings, findings_of
from resolvers.training.frequencies import term_frequencies
from resolvers.training.pairs import Places, random_pairs, thinned
from resolvers.training.patterns import patterns_of
from resolvers.training.plan import Plan
from schemas.errors import Fatal

_SEED = 1
_MOST_CANDIDATES = 1_000_000
_RANDOM_PAIRS = 100_000
_FEWEST_ACCOUNTS = 2


@dataclass(frozen=True, slots=True)
class Training:
    """The model, and what is to be said of how it came about."""

    model: MatchModel
    findings: Findings


def train(
    accounts: Sequence[Description],
    candidates: tuple[Places, Places],
    plan: Plan,
    *,
    name: str,
    trained_on: str,
    trained_at: str,
) -> Training:
    """Estimate u and m by expectation maximization over candidate pairs.

    Deterministic, and without labels. The prior is the share of matches among the candidates, so a
    weight is the log odds of a pair that blocking brings together.

    Args:
        accounts: all there are, or a sample that holds whole persons.
        candidates: the pairs that are compared, as places in `accounts`.
        plan: what to compare.
        name: of the model.
        trained_on: a sentence on the data.
        trained_at: an ISO 8601 date.

    Raises:
        Fatal: when there are no two accounts, or no pair to learn from.
    """
    if len(accounts) < _FEWEST_ACCOUNTS or not len(candidates[0]):
        raise Fatal("training needs accounts of which blocking rules bring some together")
    comparisons: tuple[Comparison, ...] = plan.comparisons
    lefts, rights = thinned(candidates, _MOST_CANDIDATES, _SEED)
    patterns = patterns_of(comparisons, accounts, lefts, rights)
    chance = patterns_of(comparisons, accounts, *random_pairs(len(accounts), _RANDOM_PAIRS, _SEED))
    by_chance = shares_of(chance)
    telling = [each.name in plan.tells_apart for each in plan.comparisons]
    found = estimate(patterns, by_chance, telling)
    model = MatchModel(
        name=name,
        prior=log2(found.matches / (1 - found.matches)),
        population=len(accounts),
        comparisons=tuple(
            ComparisonModel(
                comparison=comparison,
                levels=_levels(comparison, found, place),
                frequencies=term_frequencies(comparison, accounts, plan.strength)
                if comparison.name in plan.term_frequencies
                else None,
            )
            for place, comparison in enumerate(plan.comparisons)
        ),
        trained_on=trained_on,
        trained_at=trained_at,
    )
    return Training(model, findings_of(model, found, patterns, by_chance))


def _levels(comparison: Comparison, found: Estimate, place: int) -> tuple[LevelModel, ...]:
    return tuple(
        LevelModel(level=level, m=_rounded(m), u=_rounded(u))
        for level, m, u in zip(comparison.levels, found.m[place], found.u[place], strict=True)
    )


def _rounded(share: float) -> float:
    """Six significant digits: more would only make files of equal models differ."""
    return float(np.format_float_positional(share, 6, fractional=False))
