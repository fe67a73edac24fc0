"""What the estimate makes of candidates that are no fair sample."""

import numpy as np

from resolvers.training.expectation import estimate
from resolvers.training.patterns import Patterns

CHANCE = [np.array([0.01, 0.99]), np.array([0.1, 0.9])]


def test_to_differ_speaks_for_no_match_where_blocking_prefers_what_is_equal() -> None:
    """Names and cities: most candidates are brought together for nothing but their city."""
    patterns = Patterns(
        rows=np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.int8),
        counts=np.array([100.0, 100.0, 9000.0, 10.0]),
        widths=(2, 2),
    )
    found = estimate(patterns, CHANCE)
    name, city = np.log2(np.array(found.m) / np.array(found.u))
    assert name[0] > 2
    assert name[1] < 0
    assert city[1] < 0.01
