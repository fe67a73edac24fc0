"""Quantiles from buckets."""

import math

import pytest

from pipeline.status.quantile import quantile

BUCKETS = {1.0: 50.0, 2.0: 90.0, 10.0: 98.0, math.inf: 100.0}


@pytest.mark.parametrize(
    ("share", "expected"), [(0.25, 0.5), (0.5, 1.0), (0.7, 1.5), (0.9, 2.0), (0.94, 6.0)]
)
def test_a_quantile_is_linear_within_its_bucket(share: float, expected: float) -> None:
    assert quantile(BUCKETS, share) == pytest.approx(expected)


def test_above_the_last_bound_no_more_is_known() -> None:
    assert quantile(BUCKETS, 0.99) == 10.0


def test_empty_buckets_are_stepped_over() -> None:
    assert quantile({1.0: 0.0, 2.0: 0.0, 4.0: 8.0, math.inf: 8.0}, 0.5) == pytest.approx(3.0)


@pytest.mark.parametrize("nothing", [{}, {1.0: 0.0, math.inf: 0.0}])
def test_there_is_no_quantile_of_nothing(nothing: dict[float, float]) -> None:
    assert quantile(nothing, 0.5) is None
