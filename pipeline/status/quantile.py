"""Quantiles from a histogram's buckets."""

import math
from collections.abc import Mapping

Buckets = Mapping[float, float]
"""By upper bound, ascending, the last infinite: how many values are at most that."""


def quantile(buckets: Buckets, share: float) -> float | None:
    """The value that `share` of all are at most, linear within its bucket; None: no values.

    Of what lies above the last finite bound no more is known than that: it is that bound.
    """
    total = max(buckets.values(), default=0.0)
    if total <= 0:
        return None
    rank, lower, below = share * total, 0.0, 0.0
    for bound, upto in buckets.items():
        if upto >= rank and upto > below:
            if math.isinf(bound):
                return lower
            return lower + (bound - lower) * (rank - below) / (upto - below)
        lower, below = bound, upto
    return lower
