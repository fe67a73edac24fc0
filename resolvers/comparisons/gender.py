"""Genders as platforms and forms write them, or as a title behind a name tells them."""

import re
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
_TITLES = (
    (re.compile(r".(女士|小姐|太太|夫人|阿姨)$"), "female"),
    (re.compile(r".(先生|叔叔)$"), "male"),
)


class Gender(Comparison):
    """The same gender or not, in English or Chinese, also by the title in 王女士. What is neither
    says nothing.
    """

    kind: Literal["gender"] = "gender"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "else")

    def prepare(self, value: str) -> str:
        text = unicodedata.normalize("NFKC", value).strip().casefold()
        titled = (gender for title, gender in _TITLES if title.search(text))
        return _GENDERS.get(text) or next(titled, "")

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:  # noqa: ARG002 (they differ)
        return np.ones(len(lefts), np.int8)
