"""Texts of several words, such as addresses."""

import re
from collections.abc import Sequence
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import extractOne

from resolvers.comparisons.chinese import simplified
from resolvers.comparisons.comparison import Comparison, Levels
from resolvers.comparisons.spelling import graded

_WORD = re.compile(r"[\u4e00-\u9fff]+|\d+|[^\W\d_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]{3,}")
_ALIKE = 0.9
_SHORT = 4
"""Words of fewer letters are alike by chance."""

Share = Annotated[float, Field(gt=0, lt=1)]


class Tokens(Comparison):
    """By the share of words that both have, of all words of the two (Jaccard 1901).

    Chinese, which has no spaces, is taken by pairs of neighbouring characters. With `typos` words
    that are spelt alike count as the same.
    """

    kind: Literal["tokens"] = "tokens"
    thresholds: tuple[Share, ...] = (0.7, 0.4, 0.2)
    typos: bool = False

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", *(f">={threshold:g}" for threshold in self.thresholds), "else")

    def prepare(self, value: str) -> str:
        return " ".join(sorted(words(value)))

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        shared = _shared_with_typos if self.typos else _shared
        shares = np.fromiter(map(shared, lefts, rights), np.float64, len(lefts))
        return graded(-shares, [-threshold for threshold in self.thresholds])

    @model_validator(mode="after")
    def _fall(self) -> Self:
        if list(self.thresholds) != sorted(set(self.thresholds), reverse=True):
            raise ValueError("thresholds that fall")
        return self


def words(text: str) -> frozenset[str]:
    """The words of a text in one spelling, numbers by themselves."""
    found: set[str] = set()
    for word in _WORD.findall(simplified(text)):
        if _HAN.fullmatch(word):
            found.update(word[place : place + 2] for place in range(len(word) - 1))
        else:
            found.add(word)
    return frozenset(found)


def _shared(left: str, right: str) -> float:
    mine, theirs = set(left.split()), set(right.split())
    return len(mine & theirs) / len(mine | theirs)


def _shared_with_typos(left: str, right: str) -> float:
    mine, theirs = set(left.split()), set(right.split())
    same = len(mine & theirs)
    rest = sorted(theirs - mine)
    for word in sorted(mine - theirs):
        if rest and (found := extractOne(word, rest, scorer=_alike, score_cutoff=_ALIKE)):
            rest.pop(found[2])
            same += 1
    return same / (len(mine) + len(theirs) - same)


def _alike(left: str, right: str, *, score_cutoff: float | None = None) -> float:
    found = JaroWinkler.normalized_similarity(left, right, score_cutoff=score_cutoff)
    return found if min(len(left), len(right)) >= _SHORT else 0.0
