"""What a benchmark counts as right and wrong."""

from benchmarks.identity.peers.best import at_best
from benchmarks.identity.scoring import figures_of, judged

TRUTH = {"a": "1", "b": "1", "c": "c", "d": "d", "e": "e"}
"""A list of pairs that names a and b."""


def test_a_list_of_pairs_has_no_word_on_two_accounts_that_it_does_not_name() -> None:
    found = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 3}
    assert judged(TRUTH, found).keys() == {"a", "b"}
    assert figures_of(judged(TRUTH, found), found)["cluster_pair_f1"] == 1
    assert figures_of(TRUTH, found)["cluster_pair_precision"] == 0.5


def test_who_joins_an_account_that_the_list_names_is_an_error() -> None:
    found = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
    figures = figures_of(judged(TRUTH, found), found)
    assert figures["cluster_pair_precision"] == 1 / 3
    assert figures["cluster_pair_recall"] == 1


def test_a_peer_is_scored_at_the_threshold_that_suits_the_truth_best() -> None:
    pairs = [("a", "b", 7.2), ("b", "c", 3.1)]
    best = at_best(TRUTH, pairs, lambda found: figures_of(TRUTH, found))
    assert (best["cluster_pair_f1"], best["threshold_bits"]) == (1, 7)
