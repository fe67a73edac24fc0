from itertools import pairwise

from resolvers.clustering import Assertion, Component, PairWeight, Verdict
from resolvers.comparisons import Description
from resolvers.inner_weights import with_inner_weights
from resolvers.store import Pair
from tests.resolvers.comparing import COMPARING_POLICY, TINY_MODEL

DESCRIPTIONS = {
    "a": Description({"name": ("an",), "city": ("x",)}),
    "b": Description({"name": ("an",)}),
    "c": Description({"name": ("bo",), "city": ("x",)}),
    "y": Description({"name": ("an",), "city": ("x",)}),
    "z": Description({"name": ("an",)}),
}


def weights(
    stored: dict[Pair, float],
    known: dict[Pair, float] | None = None,
    *,
    tied: str = "",
    most: int = 3,
) -> dict[Pair, float]:
    """Those within parts, to a tenth of a bit. Must-links tie the `tied` accounts together."""
    component = Component(
        dict.fromkeys(DESCRIPTIONS, frozenset()),
        weights=tuple(PairWeight(*pair, weight, "tiny") for pair, weight in stored.items()),
        assertions=tuple(Assertion(*pair, Verdict.MUST_LINK) for pair in pairwise(tied)),
    )
    policy = COMPARING_POLICY.model_copy(update={"max_component_accounts": most})
    found, _ = with_inner_weights(
        component, policy, TINY_MODEL, known or {}, DESCRIPTIONS.__getitem__
    )
    return {(each.left, each.right): round(each.weight, 1) for each in found.weights}


def test_all_accounts_of_a_part_have_their_say_and_none_across_parts() -> None:
    heavy = {("a", "b"): 9.0, ("b", "c"): 9.0, ("y", "z"): 9.0}
    assert weights(heavy) == heavy | {("a", "c"): -4.2}


def test_what_was_weighed_before_is_not_weighed_again() -> None:
    heavy = {("a", "b"): 9.0, ("b", "c"): 9.0}
    assert weights(heavy, {("a", "c"): 1.0}) == heavy | {("a", "c"): 1.0}


def test_without_a_heavy_weight_nothing_is_said() -> None:
    assert weights({("a", "b"): 1.9}) == {}


def test_in_a_part_that_stays_too_large_only_stored_weights_count() -> None:
    stored = {("a", "b"): 9.0, ("y", "z"): 9.0}
    assert weights(stored, tied="abc", most=2) == stored
    assert weights(stored, tied="abc").keys() == {("a", "b"), ("a", "c"), ("b", "c"), ("y", "z")}
