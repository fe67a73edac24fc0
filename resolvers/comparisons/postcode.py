"""Postal codes."""

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from resolvers.comparisons.comparison import Comparison, Levels
from resolvers.comparisons.spelling import edits


class Postcode(Comparison):
    """Codes that are equal, one slip apart, or of one area: equal in their first `area` signs."""

    kind: Literal["postcode"] = "postcode"
    area: Annotated[int, Field(ge=1)] = 2

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "one slip", f"first {self.area}", "else")

    def prepare(self, value: str) -> str:
        return "".join(value.split()).casefold()

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        distances = edits(lefts, rights)
        return np.fromiter(map(self._level, lefts, rights, distances), np.int8, len(lefts))

    def _level(self, left: str, right: str, distance: float) -> int:
        if distance <= 1:
            return 1
        return 2 if left[: self.area] == right[: self.area] else 3
