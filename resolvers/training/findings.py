"""What an analyst should know of a training before using the model."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from resolvers.matching import MatchModel
from resolvers.training.expectation import Estimate
from resolvers.training.patterns import Patterns, Shares

_LITTLE = 0.5
"""Bits. A comparison that never says more is not worth its time."""

_FEWEST_COMPARISONS = 3
"""That say something. With two, any division of the pairs explains them as well as another."""

_RARELY = 0.01
_ALMOST_ALL = 0.98
_ALMOST_NONE = 0.001


@dataclass(frozen=True, slots=True)
class Findings:
    """Figures of the training, and warnings in sentences.

    `matches` and `groups` are the shares of candidates that are one person, and that are two of
    one household or the like. `by_chance` are the shares of pairs taken at random at each level;
    `known` is the share of candidate pairs of which both sides say something, for each comparison.
    """

    candidates: int
    matches: float
    groups: float
    rounds: int
    settled: bool
    by_chance: Shares
    known: tuple[float, ...]
    warnings: tuple[str, ...]


def findings_of(
    model: MatchModel, found: Estimate, patterns: Patterns, by_chance: Shares
) -> Findings:
    """Look for what makes a model doubtful."""
    total = float(patterns.counts.sum())
    known = tuple(
        float(counts.sum()) / total for counts in patterns.level_counts(np.ones(len(patterns.rows)))
    )
    return Findings(
        candidates=int(total),
        matches=found.matches,
        groups=found.groups,
        rounds=found.rounds,
        settled=found.settled,
        by_chance=by_chance,
        known=known,
        warnings=(*_of_all(found), *_of_number(model, known), *_of_each(model, known)),
    )


def _of_all(found: Estimate) -> Iterator[str]:
    if not found.settled:
        yield (
            f"The estimate did not settle in {found.rounds} rounds: "
            "there may be too few pairs, or too few comparisons, to tell two classes apart."
        )
    if found.matches > _ALMOST_ALL:
        yield (
            f"{found.matches:.0%} of the candidates would be matches: "
            "the blocking rules may be so narrow that others are not seen."
        )
    if found.matches < _ALMOST_NONE:
        yield (
            f"Only {found.matches:.3%} of the candidates would be matches: "
            "the classes may be something else than persons; make the blocking rules narrower."
        )


def _of_number(model: MatchModel, known: tuple[float, ...]) -> Iterator[str]:
    saying = [
        each.comparison.name
        for each, share in zip(model.comparisons, known, strict=True)
        if share >= _RARELY and max(abs(level.bits) for level in each.levels) >= _LITTLE
    ]
    if len(saying) < _FEWEST_COMPARISONS:
        yield (
            f"Fewer than {_FEWEST_COMPARISONS} comparisons say anything "
            f"({', '.join(saying) or 'none'}), which cannot tell matches from other pairs: "
            "map more columns, or look closely at what the model would join."
        )


def _of_each(model: MatchModel, known: tuple[float, ...]) -> Iterator[str]:
    for each, share in zip(model.comparisons, known, strict=True):
        name = each.comparison.name
        bits = [level.bits for level in each.levels]
        if share < _RARELY:
            yield f"{name} carries hardly any information: both sides are known in {share:.1%}."
        elif max(map(abs, bits)) < _LITTLE:
            yield f"{name} carries no information: no level says {_LITTLE} bits."
        elif bits[0] < 0:
            yield (
                f"{name}: to agree speaks against a match. The blocking rules may bring together "
                "too many pairs that have nothing else in common."
            )
