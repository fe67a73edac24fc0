"""Names of Chinese persons, whole or partial."""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

from resolvers.comparisons.chinese import simplified, sound, surname
from resolvers.comparisons.comparison import Comparison, Levels

_TITLE = re.compile(r"(女士|先生|小姐|太太|夫人|老师|师傅|阿姨|叔叔|同学|经理|老板|总)$")
_HIDDEN = re.compile(r"[*＊某xX×●•]")
_BETWEEN = re.compile(r"[\s·•・.]+")
_OPEN = "…"
"""Stands for a given name that was left out."""


class ChineseName(Comparison):
    """Names that are equal, sound alike, or of which one is a partial form of the other.

    Traditional and simplified characters are equal. Partial are 王女士, 王*, 王*明 and *小明.
    """

    kind: Literal["chinese_name"] = "chinese_name"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "homophone", "partial", "one character", "surname", "else")

    def prepare(self, value: str) -> str:
        return _spelt(value)

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return np.fromiter(map(_level, lefts, rights), np.int8, len(lefts))

    def measure_equal(self, values: Sequence[str]) -> Levels:
        return np.fromiter((2 * _is_partial(value) for value in values), np.int8, len(values))


def _spelt(value: str) -> str:
    text = _BETWEEN.sub("", _HIDDEN.sub("*", simplified(value)))
    if title := _TITLE.search(text):
        text = text[: title.start()] + _OPEN
    return "" if not text.strip("*" + _OPEN) else text


def _is_partial(name: str) -> bool:
    return "*" in name or _OPEN in name


def _level(left: str, right: str) -> int:
    if _is_partial(left) or _is_partial(right):
        if _may_be_one(left, right):
            return 2
        return 4 if left[0] == right[0] and left[0] != "*" else 5
    if sound(left) == sound(right):
        return 1
    if len(left) == len(right) >= 3 and _differing(left, right) == 1:
        return 3
    return 4 if surname(left) == surname(right) else 5


def _may_be_one(left: str, right: str) -> bool:
    if _OPEN in left or _OPEN in right:
        mine, theirs = left.rstrip(_OPEN), right.rstrip(_OPEN)
        shorter = min(len(mine), len(theirs))
        return _alike(mine[:shorter], theirs[:shorter])
    return len(left) == len(right) and _alike(left, right)


def _alike(left: str, right: str) -> bool:
    return all(
        mine == theirs or "*" in (mine, theirs) for mine, theirs in zip(left, right, strict=True)
    )


def _differing(left: str, right: str) -> int:
    return sum(mine != theirs for mine, theirs in zip(left, right, strict=True))
