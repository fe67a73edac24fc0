from collections.abc import Sequence
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from resolvers.clustering import (
    Assertion,
    Component,
    PairWeight,
    Partition,
    Verdict,
    Veto,
    cluster,
)
from resolvers.policy import Linkage
from tests.resolvers.clustering.test_cluster import clusters, holding
from tests.resolvers.strategies import SMALL_POLICY

POLICY = SMALL_POLICY.model_copy(update={"max_accounts_per_profile": 50})


def joined(
    *weights: tuple[str, float],
    assertions: Sequence[Assertion] = (),
    linkage: Linkage = POLICY.linkage,
) -> Partition:
    """The partition of accounts named by letters; `("ab", 12.0)` is the weight of a and b."""
    accounts = {each: holding() for pair, _ in weights for each in pair}
    return cluster(
        Component(
            accounts,
            weights=tuple(
                PairWeight(min(pair), max(pair), weight, "name") for pair, weight in weights
            ),
            assertions=tuple(assertions),
        ),
        POLICY.model_copy(update={"linkage": linkage}),
    )


def test_a_weak_bridge_does_not_chain_two_persons() -> None:
    inside = [("ab", 20.0), ("bc", 20.0), ("ac", 20.0), ("de", 20.0), ("ef", 20.0), ("df", 20.0)]
    across = [(f"{left}{right}", -9.0) for left in "abc" for right in "def" if left + right != "cd"]
    partition = joined(*inside, *across, ("cd", 12.0))
    assert clusters(partition) == {"abc", "def"}
    (refusal,) = partition.refusals
    assert (refusal.veto, refusal.link.left, refusal.link.right) == (Veto.OUTVOTED, "c", "d")


def test_one_account_that_looks_different_does_not_part_a_person() -> None:
    partition = joined(("ab", 20.0), ("bc", 15.0), ("ac", -30.0))
    assert clusters(partition) == {"abc"}
    assert [(link.left + link.right, link.weight) for link in partition.links] == [
        ("ab", 20.0),
        ("bc", 15.0),
    ]


def test_the_limits_say_how_much_a_pair_may_say() -> None:
    weights = [("ab", 20.0), ("bc", 15.0), ("ac", -30.0)]
    assert clusters(joined(*weights, linkage=Linkage(most_against=11))) == {"ab", "c"}
    generous = Linkage(most_for=12, most_against=11)
    assert clusters(joined(*weights, linkage=generous)) == {"abc"}


def test_no_pair_above_the_threshold_joins_nobody_whatever_the_average() -> None:
    assert clusters(joined(("ab", 9.9), ("bc", 9.9), ("ac", 9.9))) == {"a", "b", "c"}


def test_two_accounts_that_blocking_does_not_bring_together_join_nobody() -> None:
    aside = PairWeight("a", "b", 30.0, "name", is_candidate=False)
    light = PairWeight("b", "c", 9.0, "name")
    accounts = {each: holding() for each in "abc"}
    partition = cluster(Component(accounts, weights=(aside, light)), POLICY)
    assert clusters(partition) == {"a", "b", "c"}


def test_a_veto_keeps_clusters_apart_that_weights_would_join() -> None:
    apart = Assertion("a", "c", Verdict.CANNOT_LINK)
    partition = joined(("ab", 20.0), ("bc", 15.0), ("ac", 14.0), assertions=[apart])
    assert clusters(partition) == {"ab", "c"}
    assert [refusal.veto for refusal in partition.refusals] == [Veto.CANNOT_LINK]


_PAIRS = ["".join(pair) for pair in combinations("abcdefg", 2)]
_weights = st.dictionaries(
    st.sampled_from(_PAIRS), st.sampled_from([-20.0, -3.3, -1.1, 0.1, 9.9, 10.0, 12.7, 20.0])
)


@given(_weights, st.integers())
def test_the_order_of_weights_makes_no_difference(weights: dict[str, float], seed: int) -> None:
    stated = list(weights.items())
    shuffled = list(stated)
    Random(seed).shuffle(shuffled)
    assert joined(*shuffled) == joined(*stated)


@given(_weights, _weights)
def test_components_that_no_weight_connects_do_not_touch_each_other(
    weights: dict[str, float], others: dict[str, float]
) -> None:
    renamed = [(pair.upper(), weight) for pair, weight in others.items()]
    together = clusters(joined(*weights.items(), *renamed))
    assert together == clusters(joined(*weights.items())) | clusters(joined(*renamed))


@given(_weights)
def test_each_cluster_was_joined_by_links_that_speak_for_it(weights: dict[str, float]) -> None:
    partition = joined(*weights.items())
    assert len(partition.links) == sum(len(each) - 1 for each in partition.clusters)
    for link in partition.links:
        assert weights[link.left + link.right] == link.weight
        assert link.weight is not None
        assert link.weight >= POLICY.match_threshold
        assert link.details["average"] >= 0
