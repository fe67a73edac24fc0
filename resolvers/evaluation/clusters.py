"""Measures over whole clusters: B³, and the adjusted Rand index."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import comb

from resolvers.evaluation.contingency import contingency, harmonic_mean


@dataclass(frozen=True, slots=True)
class BCubed:
    """For the mean account: how pure its profile is, and how much of its person it holds."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return harmonic_mean(self.precision, self.recall)


def b_cubed(truth: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> BCubed:
    """Compare two partitions of the accounts in `truth`, which is not empty."""
    table = contingency(truth, found)
    pure = sum(shared**2 / table.profiles[cell[1]] for cell, shared in table.cells.items())
    whole = sum(shared**2 / table.persons[cell[0]] for cell, shared in table.cells.items())
    return BCubed(pure / len(truth), whole / len(truth))


def adjusted_rand(left: Mapping[str, Hashable], right: Mapping[str, Hashable]) -> float:
    """The Rand index adjusted for chance: 1 for equal partitions, about 0 for unrelated ones."""
    table = contingency(left, right)
    pairs = comb(len(left), 2)
    together = sum(comb(size, 2) for size in table.cells.values())
    on_the_left = sum(comb(size, 2) for size in table.persons.values())
    on_the_right = sum(comb(size, 2) for size in table.profiles.values())
    by_chance = on_the_left * on_the_right / pairs if pairs else 0.0
    most = (on_the_left + on_the_right) / 2
    return 1.0 if most == by_chance else (together - by_chance) / (most - by_chance)
