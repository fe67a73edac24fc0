"""Dates of birth."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

import numpy as np

from resolvers.comparisons.comparison import Comparison, Levels
from resolvers.comparisons.spelling import edits

_YEAR_FIRST = re.compile(r"(\d{4})\D?(\d{1,2})\D(\d{1,2})\D?")
_YEAR_LAST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")


class Birthday(Comparison):
    """Dates that are equal, differ by a slip of the pen, or share the year.

    Understood are `19560409`, `1956-4-9`, `1956年4月9日` and `9/4/1956`; the year alone and other
    texts are compared by their digits. A date need not exist: `1956-00-09` is a slip too.
    """

    kind: Literal["birthday"] = "birthday"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "day and month swapped", "one slip", "same year", "two slips", "else")

    def prepare(self, value: str) -> str:
        return _digits(value)

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        distances = edits(lefts, rights)
        return np.fromiter(map(_level, lefts, rights, distances), np.int8, len(lefts))


def _level(left: str, right: str, distance: float) -> int:
    if left == right[:4] + right[6:] + right[4:6]:
        return 1
    if distance <= 1:
        return 2
    if left[:4] == right[:4]:
        return 3
    return 4 if distance <= 2 else 5


def _digits(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).strip()
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _YEAR_LAST.fullmatch(text):
        day, month, year = match.groups()
    else:
        digits = re.sub(r"\D", "", text)
        return digits if len(digits) >= 4 else ""
    return f"{year}{month:0>2}{day:0>2}"
