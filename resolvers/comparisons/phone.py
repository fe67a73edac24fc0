"""Phone numbers, whole or masked."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from resolvers.comparisons.comparison import Comparison, Levels
from resolvers.comparisons.spelling import edits

_NOISE = re.compile(r"[^\d*]")
_HIDDEN = re.compile(r"[*•●×xX]")
_FEWEST_SHOWN = 5


class Phone(Comparison):
    """Numbers that are equal, could be the same but for masked digits, or end alike.

    `138****1234` is compatible with every number that shows the same digits in the same places,
    the country code aside. A mask that shows fewer than five digits says nothing.
    """

    kind: Literal["phone"] = "phone"
    country_code: str = "86"
    tail: Annotated[int, Field(ge=4)] = 7

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "masked alike", "one slip", f"last {self.tail}", "else")

    def prepare(self, value: str) -> str:
        return _national(value, self.country_code)

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        distances = edits(lefts, rights)
        return np.fromiter(map(self._level, lefts, rights, distances), np.int8, len(lefts))

    def measure_equal(self, values: Sequence[str]) -> Levels:
        return np.fromiter(("*" in value for value in values), np.int8, len(values))

    def _level(self, left: str, right: str, distance: float) -> int:
        if "*" in left or "*" in right:
            return 1 if _may_be_one(left, right) else 4
        if distance <= 1:
            return 2
        return 3 if left[-self.tail :] == right[-self.tail :] else 4


def _may_be_one(left: str, right: str) -> bool:
    if len(left) != len(right):
        return False
    return all(
        mine == theirs or "*" in (mine, theirs) for mine, theirs in zip(left, right, strict=True)
    )


def _national(value: str, country_code: str) -> str:
    text = unicodedata.normalize("NFKC", value).strip()
    digits = _NOISE.sub("", _HIDDEN.sub("*", text))
    for prefix in (f"00{country_code}", country_code if text.startswith("+") else None):
        if prefix and digits.startswith(prefix):
            digits = digits[len(prefix) :]
    return digits if sum(each != "*" for each in digits) >= _FEWEST_SHOWN else ""
