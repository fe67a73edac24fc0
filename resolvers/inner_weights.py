"""What all accounts of a part say of each other, not only those that were worth comparing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from resolvers.clustering import Component, PairWeight, Part, parts
from resolvers.comparisons import Description
from resolvers.matching import MatchModel
from resolvers.policy import Policy
from resolvers.reweighing import score_pairs
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
    within = {pair: stored.get(pair, known.get(pair)) for part in found for pair in _pairs(part)}
    missing = [pair for pair, weight in within.items() if weight is None]
    descriptions = {each: describe(each) for each in {one for pair in missing for one in pair}}
    comparable = [pair for pair in missing if all(descriptions[each].content for each in pair)]
    scored = score_pairs(model, comparable, descriptions)
    place = {account: number for number, part in enumerate(found) for account in part.accounts}
    crowded = [
        each
        for each in component.weights
        if each.left in place
        and place.get(each.right) == (number := place[each.left])
        and not found[number].is_small
    ]
    weights = [
        PairWeight(*pair, weight, model.name)
        for pair, known_weight in within.items()
        if (weight := scored.get(pair) if known_weight is None else known_weight) is not None
        and weight != model.prior
    ]
    return replace(component, weights=(*weights, *crowded)), found


def _pairs(part: Part) -> Iterator[Pair]:
    return combinations(part.accounts, 2) if part.is_small else iter(())
