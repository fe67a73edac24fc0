"""Email addresses."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from rapidfuzz.distance import JaroWinkler as Similarity

from resolvers.comparisons.comparison import Comparison, Levels

_ALIKE = 0.92


class Email(Comparison):
    """Addresses that are equal, or have the same or a similar part before the @.

    What follows a `+` before the @ is a tag that people append to their own address.
    """

    kind: Literal["email"] = "email"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "same local part", "similar local part", "else")

    def prepare(self, value: str) -> str:
        local, at, domain = value.strip().casefold().rpartition("@")
        return f"{local.partition('+')[0]}{at}{domain}" if local else ""

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return np.fromiter(map(_level, lefts, rights), np.int8, len(lefts))


def _level(left: str, right: str) -> int:
    mine, theirs = left.rpartition("@")[0], right.rpartition("@")[0]
    if mine == theirs:
        return 1
    return 2 if Similarity.normalized_similarity(mine, theirs) >= _ALIKE else 3
