"""Codes that begin alike, such as the ids of devices of one model."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from resolvers.comparisons.comparison import Comparison, Levels


class Prefix(Comparison):
    """By the first letters that are equal, with a level for each length."""

    kind: Literal["prefix"] = "prefix"
    lengths: tuple[Annotated[int, Field(ge=1)], ...] = (8,)

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", *(f"first {length}" for length in self.lengths), "else")

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return np.fromiter(map(self._level, lefts, rights), np.int8, len(lefts))

    def _level(self, left: str, right: str) -> int:
        for level, length in enumerate(self.lengths, start=1):
            if left[:length] == right[:length]:
                return level
        return len(self.lengths) + 1

    @model_validator(mode="after")
    def _fall(self) -> Self:
        if list(self.lengths) != sorted(set(self.lengths), reverse=True):
            raise ValueError("lengths that fall")
        return self
