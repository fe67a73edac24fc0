from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.demo.scoring import PairScores, pair_scores

ACCOUNTS = [f"a{number}" for number in range(9)]


@given(
    truth=st.dictionaries(st.sampled_from(ACCOUNTS), st.integers(0, 3)),
    found=st.dictionaries(st.sampled_from(ACCOUNTS), st.integers(0, 3)),
)
def test_scores_equal_those_of_all_pairs_counted_one_by_one(
    truth: dict[str, int], found: dict[str, int]
) -> None:
    pairs = list(combinations(sorted(truth), 2))
    true = {pair for pair in pairs if truth[pair[0]] == truth[pair[1]]}
    joined = {
        pair for pair in pairs if set(pair) <= found.keys() and found[pair[0]] == found[pair[1]]
    }

    assert pair_scores(truth, found) == PairScores(len(true), len(joined), len(true & joined))


def test_where_nothing_is_joined_no_pair_is_wrong() -> None:
    scores = pair_scores({"a": 1, "b": 1}, {})

    assert (scores.precision, scores.recall) == (1.0, 0.0)


def test_shares_are_of_pairs() -> None:
    scores = pair_scores({"a": 1, "b": 1, "c": 1, "d": 2}, {"a": 1, "b": 1, "c": 2, "d": 2})

    assert (scores.precision, scores.recall) == (1 / 2, 1 / 3)
