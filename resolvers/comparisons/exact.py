"""Equal or not."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from resolvers.comparisons.comparison import Comparison, Levels


class Exact(Comparison):
    """Whether the values are equal, letter case and white space around them aside."""

    kind: Literal["exact"] = "exact"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "else")

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:  # noqa: ARG002 (they differ)
        return np.ones(len(lefts), np.int8)
