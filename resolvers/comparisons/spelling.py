"""Texts that are spelt alike."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator
from rapidfuzz.distance import DamerauLevenshtein as Distance
from rapidfuzz.distance import JaroWinkler as Similarity
from rapidfuzz.process import cpdist

from resolvers.comparisons.comparison import Comparison, Levels

Share = Annotated[float, Field(gt=0, lt=1)]


class JaroWinkler(Comparison):
    """By Jaro-Winkler similarity (Winkler 1990), with a level for each threshold."""

    kind: Literal["jaro_winkler"] = "jaro_winkler"
    thresholds: tuple[Share, ...] = (0.92, 0.88, 0.7)

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", *(f">={threshold:g}" for threshold in self.thresholds), "else")

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        found = cpdist(lefts, rights, scorer=Similarity.normalized_similarity, dtype=np.float64)
        return graded(-found, [-threshold for threshold in self.thresholds])

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
