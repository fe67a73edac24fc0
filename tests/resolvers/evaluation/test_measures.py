"""The measures against their definitions, pair by pair, and against scikit-learn."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from resolvers.evaluation import adjusted_rand, b_cubed, pair_scores

Partition = dict[str, int]


@st.composite
def two_partitions(draw: st.DrawFn) -> tuple[Partition, Partition]:
    names = [str(number) for number in range(draw(st.integers(1, 12)))]
    groups = st.integers(0, 4)
    return {name: draw(groups) for name in names}, {name: draw(groups) for name in names}


@given(two_partitions())
def test_pairs_are_counted_as_if_one_by_one(both: tuple[Partition, Partition]) -> None:
    truth, found = both
    scores = pair_scores(truth, found)
    pairs = list(combinations(truth, 2))
    assert scores.true_pairs == sum(truth[a] == truth[b] for a, b in pairs)
    assert scores.found_pairs == sum(found[a] == found[b] for a, b in pairs)
    assert scores.shared_pairs == sum(
        truth[a] == truth[b] and found[a] == found[b] for a, b in pairs
    )


@given(two_partitions())
def test_b_cubed_is_the_mean_over_the_accounts(both: tuple[Partition, Partition]) -> None:
    truth, found = both
    precision = recall = 0.0
    for account in truth:
        person = {other for other in truth if truth[other] == truth[account]}
        profile = {other for other in truth if found[other] == found[account]}
        precision += len(person & profile) / len(profile) / len(truth)
        recall += len(person & profile) / len(person) / len(truth)
    cubes = b_cubed(truth, found)
    assert (cubes.precision, cubes.recall) == pytest.approx((precision, recall))


@given(two_partitions())
def test_the_adjusted_rand_index_agrees_with_scikit_learn(
    both: tuple[Partition, Partition],
) -> None:
    left, right = both
    expected = adjusted_rand_score(list(left.values()), list(right.values()))
    assert adjusted_rand(left, right) == pytest.approx(expected, abs=1e-12)


def test_an_account_that_was_not_found_is_joined_with_nothing() -> None:
    scores = pair_scores({"a": 1, "b": 1, "c": 1}, {"a": 7, "b": 7})
    assert (scores.true_pairs, scores.found_pairs, scores.shared_pairs) == (3, 1, 1)
