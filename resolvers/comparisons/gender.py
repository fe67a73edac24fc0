"""Genders as platforms and forms write them."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

import numpy as np

from resolvers.comparisons.comparison import Comparison, Levels

_WORDS = {
    "female": ("female", "f", "woman", "w", "女", "女性", "女士"),
    "male": ("male", "m", "man", "男", "男性", "先生"),
}
_GENDERS = {word: gender for gender, words in _WORDS.items() for word in words}


class Gender(Comparison):
    """The same gender or not, in English or Chinese. What is neither says nothing."""

    kind: Literal["gender"] = "gender"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "else")

    def prepare(self, value: str) -> str:
        return _GENDERS.get(unicodedata.normalize("NFKC", value).strip().casefold(), "")

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:  # noqa: ARG002 (they differ)
        return np.ones(len(lefts), np.int8)
