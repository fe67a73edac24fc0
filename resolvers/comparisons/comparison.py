"""What every comparison is: a few fields, and ordered levels of agreement."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from resolvers.comparisons.description import Description
from resolvers.comparisons.pairs import Pairs

NULL = -1
"""The level of a pair of which one side says nothing. It weighs nothing."""

_UNTOLD = 127

_REMEMBERED_VALUES = 1 << 16

Levels = NDArray[np.int8]
"""Places in a comparison's `levels`, or `NULL`, one for each pair."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The level of each pair, and the values that both have where they agree on one.

    `agreeing` are places of pairs, one for each value that a pair shares; `shared` are these
    values' places in `values`.
    """

    levels: Levels
    values: Sequence[str]
    agreeing: NDArray[np.int64]
    shared: NDArray[np.int64]


class Comparison(BaseModel):
    """Compares one field, or a few together, of two accounts.

    A subclass says how a value is prepared and at which level two prepared values agree; equal
    ones agree at the first. Levels are symmetric: a pair of values is measured in their order,
    whichever account has which. Of several values the best level counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    equal_levels: ClassVar[int] = 1
    """How many of the levels, from the first, mean that the values are equal."""

    kind: str
    fields: tuple[str, ...] = Field(min_length=1)
    label: str | None = None

    @cached_property
    def name(self) -> str:
        """What it is called in explanations."""
        return self.label or f"{'+'.join(self.fields)}:{self.kind}"

    @property
    def reads(self) -> tuple[str, ...]:
        """All fields that it reads; more than it is named for where it looks elsewhere too."""
        return self.fields

    @property
    @abstractmethod
    def levels(self) -> tuple[str, ...]:
        """The names of the levels, the best first, `else` last."""

    @abstractmethod
    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        """The levels of pairs of prepared values, which differ; `NULL` where that says nothing."""

    def measure_equal(self, values: Sequence[str]) -> Levels:
        """The levels of prepared values with themselves; the first, unless a value is partial."""
        return np.zeros(len(values), np.int8)

    def prepare(self, value: str) -> str:
        """The value in the form that is compared; empty where it says nothing."""
        return value.strip().casefold()

    @cached_property
    def _prepare(self) -> Callable[[str], str]:
        """`prepare`, which remembers: accounts that are compared have much in common."""
        return lru_cache(_REMEMBERED_VALUES)(self.prepare)

    def term(self, value: str) -> str:
        """Of a prepared value that which two accounts at the best level have in common."""
        return value

    def read(self, account: Description) -> tuple[str, ...]:
        """All that the account says to this comparison: prepared values of all its fields."""
        prepare = self._prepare
        if len(self.fields) == 1:  # as a rule; then mostly one value, or none
            values = account.content.get(self.fields[0], ())
            if len(values) < 2:
                return tuple([prepared for value in values if (prepared := prepare(value))])
        found: list[str] = []
        for name in self.fields:
            for value in account.values(name):
                prepared = prepare(value)
                if prepared and prepared not in found:
                    found.append(prepared)
        return tuple(found)

    @final
    def compare(self, pairs: Pairs) -> Compared:
        """Compare all pairs; equal pairs of values are measured once."""
        readings = pairs.read(self.reads, self.read)
        counts = readings.counts
        known = np.flatnonzero((counts[pairs.left] > 0) & (counts[pairs.right] > 0))
        levels = np.full(len(pairs), NULL, np.int8)
        left, right = pairs.left[known], pairs.right[known]
        wide = counts[left] * counts[right]  # each value of the one with each of the other
        begins = np.cumsum(wide) - wide
        owner = np.repeat(np.arange(known.size), wide)
        within = np.arange(owner.size) - begins[owner]
        across = counts[right][owner]
        lefts = readings.codes[readings.starts[left][owner] + within // across]
        rights = readings.codes[readings.starts[right][owner] + within % across]
        found = self._measured(readings.values, lefts, rights)
        if known.size:
            told = np.where(found == NULL, np.int8(_UNTOLD), found)
            best = np.minimum.reduceat(told, begins)
            levels[known] = np.where(best == _UNTOLD, NULL, best)
        equal = (found >= 0) & (found < self.equal_levels)
        return Compared(levels, readings.values, known[owner[equal]], lefts[equal])

    @final
    def levels_of(self, lefts: Sequence[Description], rights: Sequence[Description]) -> Levels:
        """The level of each pair."""
        return self.compare(Pairs(lefts, rights)).levels

    def _measured(
        self, values: Sequence[str], lefts: NDArray[np.int64], rights: NDArray[np.int64]
    ) -> Levels:
        found = np.zeros(lefts.size, np.int8)
        equal = np.flatnonzero(lefts == rights)
        if equal.size:
            codes, back = np.unique(lefts[equal], return_inverse=True)
            found[equal] = self.measure_equal([values[code] for code in codes])[back]
        differ = np.flatnonzero(lefts != rights)
        if differ.size:
            low = np.minimum(lefts[differ], rights[differ])
            high = np.maximum(lefts[differ], rights[differ])
            distinct, back = np.unique(low * len(values) + high, return_inverse=True)
            one, other = np.divmod(distinct, len(values))
            measured = self.measure(
                [values[code] for code in one], [values[code] for code in other]
            )
            found[differ] = measured[back]
        return found
