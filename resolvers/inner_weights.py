"""What all accounts of a part say of each other, not only those that were worth comparing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from resolvers.clustering import Component, PairWeight, Part, parts
from resolvers.comparisons import Description, Pairs
from resolvers.matching import MatchModel, total
from resolvers.policy import Policy
from resolvers.store import Pair


def with_inner_weights(
    component: Component,
    policy: Policy,
    model: MatchModel,
    known: Mapping[Pair, float],
    describe: Callable[[str], Description],
) -> tuple[Component, list[Part]]:
    """The component with the weights of all pairs within each of its parts, and these parts.

    Only within: whether two parts are in the component together is chance. In a part that is not
    small only the weights that the component has already count. Two accounts of which nothing can
    be compared, or with no more than the prior to be said of them, have no say.

    Args:
        component: with the stored weights.
        policy: says what a part is.
        model: scores pairs of which no weight is known.
        known: weights that need not be scored again.
        describe: the description of an account as it is now.
    """
    found = parts(component, policy)
    if not found:
        return replace(component, weights=()), found
    stored = {(each.left, each.right): each.weight for each in component.weights}
    inside = {pair: part for part in found for pair in _pairs(part)}
    weights = {pair: stored.get(pair, known.get(pair)) for pair in inside}
    scored = _scored(
        [pair for pair, part in inside.items() if part.is_doubtful or weights[pair] is None],
        model,
        describe,
    )
    inner = [
        PairWeight(
            *pair,
            weight,
            model.name,
            parts=bits if inside[pair].is_doubtful else (),
            is_candidate=pair in stored,
        )
        for pair, known_weight in weights.items()
        for weight, bits in (scored.get(pair, (known_weight, ())),)
        if weight is not None and weight != model.prior
    ]
    place = {account: number for number, part in enumerate(found) for account in part.accounts}
    crowded = [
        each
        for each in component.weights
        if each.left in place
        and place.get(each.right) == (number := place[each.left])
        and not found[number].is_small
    ]
    return replace(component, weights=(*inner, *crowded)), found


def _scored(
    pairs: Sequence[Pair], model: MatchModel, describe: Callable[[str], Description]
) -> dict[Pair, tuple[float, tuple[float, ...]]]:
    """The weight and its parts, of those pairs of which something can be compared."""
    descriptions = {each: describe(each) for each in {one for pair in pairs for one in pair}}
    comparable = [pair for pair in pairs if all(descriptions[each].content for each in pair)]
    parts = model.parts_of(
        Pairs(
            [descriptions[left] for left, _ in comparable],
            [descriptions[right] for _, right in comparable],
        )
    )
    return {
        pair: (weight, tuple(bits))
        for pair, weight, bits in zip(
            comparable, total(parts).tolist(), parts.tolist(), strict=True
        )
    }


def _pairs(part: Part) -> Iterator[Pair]:
    return combinations(part.accounts, 2) if part.is_small else iter(())
