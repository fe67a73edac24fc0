"""Match weights of many pairs at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from resolvers.comparisons import Description, Pairs
from resolvers.matching.model import MatchModel


def score(
    model: MatchModel, lefts: Sequence[Description], rights: Sequence[Description]
) -> NDArray[np.float64]:
    """The match weight of each pair in bits, the prior in it.

    Symmetric to the last bit: which account is left makes no difference.
    """
    return total(model.parts_of(Pairs(lefts, rights)))


def total(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of rows of parts; added in their order, so that equal rows weigh the same."""
    weights = parts[:, 0].copy()
    for column in parts.T[1:]:
        weights += column
    return weights
