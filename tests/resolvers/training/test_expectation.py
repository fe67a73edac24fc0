"""What the estimate makes of candidates that are no fair sample."""

import numpy as np
import pytest

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


RECORDS = Patterns(
    rows=np.array([[0, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1]], np.int8),
    counts=np.array([800.0, 100.0, 100.0, 100.0, 20000.0]),
    widths=(2, 2, 2, 2),
)
"""Birthday, given name, address, surname: 1,100 matches, of whom 100 have moved and married."""

RELATIVES = Patterns(
    rows=np.concatenate([RECORDS.rows, np.array([[1, 1, 0, 0]], np.int8)]),
    counts=np.append(RECORDS.counts, 5000.0),
    widths=RECORDS.widths,
)


def test_who_share_a_household_are_no_matches_where_names_tell_them_apart() -> None:
    chance = [np.array([0.001, 0.999])] * 4
    assert estimate(RELATIVES, chance).matches > 0.2
    found = estimate(RELATIVES, chance, telling=(True, True, False, False))
    assert found.matches == pytest.approx(1100 / 26100, rel=0.1)
    assert found.groups == pytest.approx(5000 / 26100, rel=0.1)
    birthday, name, address, _ = np.log2(np.array(found.m) / np.array(found.u))
    assert min(birthday[0], name[0]) > 4
    assert address[0] < 3


def test_without_households_matches_are_what_they_were() -> None:
    chance = [np.array([0.001, 0.999])] * 4
    told = estimate(RECORDS, chance, telling=(True, True, False, False))
    assert told.matches == pytest.approx(estimate(RECORDS, chance).matches, rel=0.01)
    assert told.groups < 0.01
