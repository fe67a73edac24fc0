"""What two accounts have in common of many values, such as groups, products or devices."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from resolvers.comparisons.comparison import Comparison, Levels
from resolvers.comparisons.description import Description
from resolvers.comparisons.spelling import graded

_SEPARATOR = "\x1f"
Share = Annotated[float, Field(gt=0, lt=1)]


class SetOverlap(Comparison):
    """By the share of the smaller set of values that the larger has too; below it, any at all."""

    kind: Literal["set_overlap"] = "set_overlap"
    thresholds: tuple[Share, ...] = (0.5,)

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", *(f">={threshold:g}" for threshold in self.thresholds), "some", "else")

    def read(self, account: Description) -> tuple[str, ...]:
        values = super().read(account)
        return (_SEPARATOR.join(sorted(values)),) if values else ()

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        shares = np.fromiter(map(_shared, lefts, rights), np.float64, len(lefts))
        levels = graded(-shares, [-threshold for threshold in self.thresholds])
        levels[shares == 0] += 1
        return levels

    @model_validator(mode="after")
    def _fall(self) -> Self:
        if list(self.thresholds) != sorted(set(self.thresholds), reverse=True):
            raise ValueError("thresholds that fall")
        return self


def _shared(left: str, right: str) -> float:
    mine, theirs = set(left.split(_SEPARATOR)), set(right.split(_SEPARATOR))
    return len(mine & theirs) / min(len(mine), len(theirs))
