"""Texts that are spelt alike."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator
from rapidfuzz.distance import DamerauLevenshtein as Distance
from rapidfuzz.distance import JaroWinkler as Similarity
from rapidfuzz.process import cpdist

from resolvers.comparisons.comparison import NULL, Comparison, Levels
from resolvers.comparisons.description import Description

_SEPARATOR = "\x1f"
Share = Annotated[float, Field(gt=0, lt=1)]


class JaroWinkler(Comparison):
    """By Jaro-Winkler similarity (Winkler 1990), with a level for each threshold.

    With `elsewhere`, a value that stands in another field of the other account is a level of its
    own, below the thresholds: the given name where the surname belongs, lines of an address
    swapped. It is found at the first threshold.
    """

    kind: Literal["jaro_winkler"] = "jaro_winkler"
    thresholds: tuple[Share, ...] = Field(default=(0.92, 0.88, 0.7), min_length=1)
    elsewhere: tuple[str, ...] = ()

    @property
    def levels(self) -> tuple[str, ...]:
        graded_levels = ("equal", *(f">={threshold:g}" for threshold in self.thresholds))
        return (*graded_levels, "elsewhere", "else") if self.elsewhere else (*graded_levels, "else")

    @property
    def reads(self) -> tuple[str, ...]:
        return self.fields + self.elsewhere

    def read(self, account: Description) -> tuple[str, ...]:
        own = super().read(account)
        if not self.elsewhere:
            return own
        others = _SEPARATOR.join(
            self._prepare(value) for name in self.elsewhere for value in account.values(name)
        )
        if not own and not others:
            return ()
        return tuple(f"{value}{_SEPARATOR}{others}" for value in own or ("",))

    def term(self, value: str) -> str:
        return value.partition(_SEPARATOR)[0]

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        if not self.elsewhere:
            return self._graded(lefts, rights)
        mine, theirs = [self.term(left) for left in lefts], [self.term(right) for right in rights]
        levels = self._graded(mine, theirs)
        elsewhere = len(self.thresholds) + 1
        found = levels.tolist()
        for place, level in enumerate(found):
            is_known = mine[place] and theirs[place]
            if is_known and level < elsewhere:
                continue
            if self._stands_in(lefts[place], rights[place]):
                found[place] = elsewhere
            else:
                found[place] = elsewhere + 1 if is_known else NULL
        return np.array(found, np.int8)

    def measure_equal(self, values: Sequence[str]) -> Levels:
        return np.fromiter(
            (0 if self.term(each) else NULL for each in values), np.int8, len(values)
        )

    def _graded(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        found = cpdist(lefts, rights, scorer=Similarity.normalized_similarity, dtype=np.float64)
        levels = graded(-found, [-threshold for threshold in self.thresholds])
        levels[found == 1] = 0
        return levels

    def _stands_in(self, left: str, right: str) -> bool:
        mine, *my_others = left.split(_SEPARATOR)
        theirs, *their_others = right.split(_SEPARATOR)
        return self._is_among(mine, their_others) or self._is_among(theirs, my_others)

    def _is_among(self, value: str, others: Sequence[str]) -> bool:
        if not value:
            return False
        least = self.thresholds[0]
        for other in others:
            # the smaller first: Jaro's similarity may depend on it
            one, two = (value, other) if value < other else (other, value)
            if other and Similarity.normalized_similarity(one, two, score_cutoff=least):
                return True
        return False

    @model_validator(mode="after")
    def _fall(self) -> Self:
        if list(self.thresholds) != sorted(set(self.thresholds), reverse=True):
            raise ValueError("thresholds that fall")
        return self


class DamerauLevenshtein(Comparison):
    """By the number of letters inserted, left out, replaced, or swapped with their neighbour."""

    kind: Literal["damerau_levenshtein"] = "damerau_levenshtein"
    thresholds: tuple[Annotated[int, Field(ge=1)], ...] = (1, 2)

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", *(f"<={threshold}" for threshold in self.thresholds), "else")

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return graded(edits(lefts, rights), self.thresholds)

    @model_validator(mode="after")
    def _rise(self) -> Self:
        if list(self.thresholds) != sorted(set(self.thresholds)):
            raise ValueError("thresholds that rise")
        return self


def edits(lefts: Sequence[str], rights: Sequence[str]) -> NDArray[np.float64]:
    """Damerau-Levenshtein distances."""
    return cpdist(lefts, rights, scorer=Distance.distance, dtype=np.float64)


def graded(distances: NDArray[np.float64], limits: Sequence[float]) -> Levels:
    """Level 1 up to the first limit, 2 up to the second and so on; level 0 is equality."""
    return (1 + np.searchsorted(np.asarray(limits), distances, side="left")).astype(np.int8)
