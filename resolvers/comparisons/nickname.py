"""Nicknames as one person writes them on several platforms."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from rapidfuzz.distance import JaroWinkler as Similarity

from resolvers.blocking.decoration import STROKES
from resolvers.comparisons.chinese import simplified, sound
from resolvers.comparisons.comparison import Comparison, Levels

_DIGITS_AT_THE_END = re.compile(r"\d+$")
_ALIKE = 0.9
_LONG = 5
_SMALL = 0.5
_SHORT, _ELSE = 5, 6
_ENOUGH = 8
"""Letters of pinyin, of about three syllables."""


class Nickname(Comparison):
    """Nicknames that are equal but for decoration, but for digits at the end, or sound alike.

    Emoji, punctuation and strokes used as ornament are decoration. Similar is also one that goes
    on where the other ends. Many people hit upon the same short nickname, so that short ones have
    levels of their own.
    """

    equal_levels: ClassVar[int] = 2

    kind: Literal["nickname"] = "nickname"

    @property
    def levels(self) -> tuple[str, ...]:
        return (
            "equal",
            "equal but short",
            "same core",
            "same sound",
            "similar",
            "alike but short",
            "else",
        )

    def prepare(self, value: str) -> str:
        return undecorated(value)

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return np.fromiter(map(_level, lefts, rights), np.int8, len(lefts))

    def measure_equal(self, values: Sequence[str]) -> Levels:
        return np.fromiter((_size(value) < _LONG for value in values), np.int8, len(values))


def undecorated(nickname: str) -> str:
    """Letters and digits only, simplified and small."""
    return "".join(
        each
        for each in simplified(nickname)
        if unicodedata.category(each)[0] in "LN" and each not in STROKES
    )


@lru_cache(maxsize=65_536)
def core(nickname: str) -> str:
    """An undecorated nickname without the digits at its end, unless it is nothing else."""
    return _DIGITS_AT_THE_END.sub("", nickname) or nickname


def _size(nickname: str) -> float:
    """In ideographs; of letters and digits it takes more to say as much."""
    return sum(_SMALL if each.isascii() else 1.0 for each in nickname)


def _level(left: str, right: str) -> int:
    mine, theirs = core(left), core(right)
    level = _likeness(mine, theirs)
    is_short = min(_size(mine), _size(theirs)) < _LONG
    return _SHORT if is_short and level < _SHORT else level


def _likeness(mine: str, theirs: str) -> int:
    if mine == theirs:
        return 2
    if sound(mine) == sound(theirs):
        return 3
    alike = Similarity.normalized_similarity(mine, theirs) >= _ALIKE
    return 4 if alike or _continues(sound(mine), sound(theirs)) else _ELSE


def _continues(left: str, right: str) -> bool:
    """Whether one goes on where the other ends: 糖桃, the nickname, and 糖桃的小店, the shop."""
    shorter, longer = sorted((left, right), key=len)
    return len(shorter) >= _ENOUGH and longer.startswith(shorter)
