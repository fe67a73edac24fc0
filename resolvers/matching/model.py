"""The match model: what each level of each comparison says, as a file a person can read.

By Fellegi and Sunter (1969): of pairs that are one person a share `m` agrees at a level, of pairs
that are not a share `u`; agreement at the level is worth log2(m/u) bits.
"""

import hashlib
import json
from functools import cached_property
from math import log2
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from resolvers.comparisons import AnyComparison, Pairs
from resolvers.comparisons.comparison import Compared
from resolvers.matching.frequencies import TermFrequencies

Share = Annotated[float, Field(gt=0, le=1)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class LevelModel(_Section):
    """One level's shares among pairs that are one person, and among pairs that are not.

    `implied_by` names another comparison. Where that one speaks for a match, it is no news that
    this level is reached: who share a phone live in one place and have one surname, whether they
    are one person or two.
    """

    level: str
    m: Share
    u: Share
    implied_by: str | None = None

    @property
    def bits(self) -> float:
        """What agreement at this level is worth."""
        return log2(self.m / self.u)


class ComparisonModel(_Section):
    """A comparison with its levels' shares, and how common values are where that counts."""

    comparison: AnyComparison
    levels: tuple[LevelModel, ...]
    frequencies: TermFrequencies | None = None

    @model_validator(mode="after")
    def _levels_are_the_comparisons(self) -> Self:
        expected = self.comparison.levels
        if tuple(each.level for each in self.levels) != expected:
            raise ValueError(f"levels of {self.comparison.name}: {', '.join(expected)}")
        return self

    def weights(self, compared: Compared) -> NDArray[np.float64]:
        """Bits of each pair's level, without term frequencies; 0 where a side says nothing."""
        weights: NDArray[np.float64] = self._weights[compared.levels]
        return weights

    def adjustments(self, compared: Compared) -> NDArray[np.float64]:
        """Bits that term frequencies add; of several shared values the rarest speaks."""
        added = np.zeros(len(compared.levels))
        if self.frequencies is None or not compared.agreeing.size:
            return added
        best = compared.levels[compared.agreeing] < self.comparison.equal_levels
        agreeing, shared = compared.agreeing[best], compared.shared[best]
        codes, back = np.unique(shared, return_inverse=True)
        bits = self.frequencies.adjustments(
            [self.comparison.term(compared.values[code]) for code in codes]
        )
        rarest = np.full(len(added), -np.inf)
        np.maximum.at(rarest, agreeing, bits[back])
        found = rarest > -np.inf
        added[found] = rarest[found]
        return added

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        # the place past the last level is that of NULL, -1
        return np.array([*(each.bits for each in self.levels), 0.0])


class MatchModel(_Section):
    """The whole model. `prior` is the log2 odds that two accounts that are compared are one person.

    `population` says among how many accounts it was found what weights say, where that is known.
    `trained_on` and `trained_at` say where the shares are from.
    """

    name: str = Field(min_length=1)
    prior: float
    population: Annotated[int, Field(ge=2)] | None = None
    comparisons: tuple[ComparisonModel, ...] = Field(min_length=1)
    trained_on: str = ""
    trained_at: str = ""

    @model_validator(mode="after")
    def _implying_comparisons_are_there(self) -> Self:
        names = {each.comparison.name for each in self.comparisons}
        named = {level.implied_by for each in self.comparisons for level in each.levels} - {None}
        if not names >= named:
            raise ValueError(f"implied_by one of the comparisons: {', '.join(sorted(names))}")
        return self

    @cached_property
    def version(self) -> str:
        """Twelve hex digits of the SHA-256 of the content: equal models, equal versions."""
        # A file without one keeps the version that it had before there were populations.
        unsaid = {"population"} if self.population is None else None
        stated = self.model_dump(mode="json", exclude=unsaid)
        content = json.dumps(stated, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    @cached_property
    def fields(self) -> frozenset[str]:
        """All that the comparisons read of an account."""
        return frozenset(name for each in self.comparisons for name in each.comparison.reads)

    def parts_of(self, pairs: Pairs) -> NDArray[np.float64]:
        """A row for each pair, in bits: the prior, and what each comparison says."""
        parts = np.full((len(pairs), 1 + len(self.comparisons)), self.prior)
        levels = []
        for place, each in enumerate(self.comparisons, 1):
            compared = each.comparison.compare(pairs)
            parts[:, place] = each.weights(compared) + each.adjustments(compared)
            levels.append(compared.levels)
        for place, level, implying in self._implied:
            implied = (levels[place - 1] == level) & (parts[:, implying] > 0)
            parts[implied, place] = np.minimum(parts[implied, place], 0)
        return parts

    @cached_property
    def _implied(self) -> list[tuple[int, int, int]]:
        """Columns of `parts_of` and levels in them, with the columns that imply these."""
        columns = {each.comparison.name: column for column, each in enumerate(self.comparisons, 1)}
        return [
            (columns[each.comparison.name], number, columns[level.implied_by])
            for each in self.comparisons
            for number, level in enumerate(each.levels)
            if level.implied_by is not None
        ]
