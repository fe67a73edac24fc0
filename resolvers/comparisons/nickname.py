"""Nicknames as one person writes them on several platforms."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from rapidfuzz.distance import JaroWinkler as Similarity

from resolvers.comparisons.chinese import simplified, sound
from resolvers.comparisons.comparison import Comparison, Levels

_DECORATION = frozenset("丶灬乀丿丨丷乄艹彡巛ツヅゞの")
_DIGITS_AT_THE_END = re.compile(r"\d+$")
_ALIKE = 0.9


class Nickname(Comparison):
    """Nicknames that are equal but for decoration, but for digits at the end, or sound alike.

    Emoji, punctuation and strokes used as ornament are decoration.
    """

    kind: Literal["nickname"] = "nickname"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "same core", "same sound", "similar", "else")

    def prepare(self, value: str) -> str:
        return undecorated(value)

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return np.fromiter(map(_level, lefts, rights), np.int8, len(lefts))


@lru_cache(maxsize=65_536)
def undecorated(nickname: str) -> str:
    """Letters and digits only, simplified and small."""
    return "".join(
        each
        for each in simplified(nickname)
        if unicodedata.category(each)[0] in "LN" and each not in _DECORATION
    )


@lru_cache(maxsize=65_536)
def core(nickname: str) -> str:
    """An undecorated nickname without the digits at its end, unless it is nothing else."""
    return _DIGITS_AT_THE_END.sub("", nickname) or nickname


def _level(left: str, right: str) -> int:
    mine, theirs = core(left), core(right)
    if mine == theirs:
        return 1
    if sound(mine) == sound(theirs):
        return 2
    return 3 if Similarity.normalized_similarity(mine, theirs) >= _ALIKE else 4
