"""A policy with blocking rules and a tiny model, and what they make of everything at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from hypothesis import strategies as st

from resolvers.accounts import AccountState, fold, held
from resolvers.blocking import BlockingRule
from resolvers.clustering import Component, PairWeight, cluster
from resolvers.criteria import Criteria
from resolvers.inner_weights import with_inner_weights
from resolvers.matching import MatchModel
from resolvers.reweighing import score_pairs
from resolvers.store import Pair
from schemas.event import CustomerEvent
from tests.resolvers.strategies import SMALL_POLICY, event

COMPARING_POLICY = SMALL_POLICY.model_copy(
    update={
        "blocking": (
            BlockingRule(name="city", keys=(("city",), ("name|first:1",))),
            BlockingRule(name="name", keys=(("name",),)),
        ),
        "identifiers": SMALL_POLICY.identifiers
        | {"phone": SMALL_POLICY.rule("phone").model_copy(update={"doubtful": True})},
        "block_limit": 2,
        "max_component_accounts": 4,
        "max_accounts_per_profile": 6,
        "match_threshold": 2.0,
        "review_threshold": -2.0,
    }
)
"""Limits so small that few accounts cross them."""


def _exactly(field: str, m: float, u: float) -> dict[str, object]:
    return {
        "comparison": {"kind": "exact", "fields": [field]},
        "levels": [
            {"level": "equal", "m": m, "u": u},
            {"level": "else", "m": 1 - m, "u": 1 - u},
        ],
    }


TINY_MODEL = MatchModel.model_validate(
    {
        "name": "tiny",
        "prior": -3.0,
        "comparisons": [
            _exactly("name", 0.9, 0.05),
            _exactly("city", 0.8, 0.2),
            _exactly("birthday", 0.9, 0.1),
        ],
    }
)
COMPARING = Criteria(COMPARING_POLICY, TINY_MODEL)


def person(account: str, minute: int = 0, **traits: str) -> CustomerEvent:
    """An event that states traits of an account."""
    name = f"{account}/{minute}/{sorted(traits.items())}"
    return event(name, account, minute=minute, traits=traits)


def states_of(events: Iterable[CustomerEvent]) -> dict[str, AccountState]:
    """Every account's final state; of several events of one id the first counts."""
    first: dict[tuple[UUID, str], CustomerEvent] = {}
    for each in events:
        first.setdefault((each.event_id, each.account.account_id), each)
    states: dict[str, AccountState] = {}
    for each in first.values():
        account = each.account.account_id
        states[account] = fold(states.get(account), [each])
    return states


def weights_at_once(states: Mapping[str, AccountState]) -> dict[Pair, float]:
    """The weights that a store of these accounts must have, from every pair of accounts."""
    descriptions = {account: COMPARING.describe(state) for account, state in states.items()}
    blocks = {
        account: {key.value for key in COMPARING.keys(each)}
        for account, each in descriptions.items()
    }
    sizes = Counter(block for each in blocks.values() for block in each)
    together = [
        (left, right)
        for left, right in combinations(sorted(states), 2)
        if any(
            sizes[block] <= COMPARING_POLICY.block_limit for block in blocks[left] & blocks[right]
        )
    ]
    return {
        pair: weight
        for pair, weight in score_pairs(TINY_MODEL, together, descriptions).items()
        if weight >= COMPARING_POLICY.review_threshold
    }


def clusters_at_once(states: Mapping[str, AccountState]) -> set[frozenset[str]]:
    """The clusters of the whole graph at once, by the pure functions alone."""
    component, _ = with_inner_weights(
        Component(
            {
                account: frozenset(held(state, COMPARING_POLICY))
                for account, state in states.items()
            },
            weights=tuple(
                PairWeight(*pair, weight, TINY_MODEL.name)
                for pair, weight in weights_at_once(states).items()
            ),
        ),
        COMPARING_POLICY,
        TINY_MODEL,
        {},
        lambda account: COMPARING.describe(states[account]),
    )
    return {frozenset(each) for each in cluster(component, COMPARING_POLICY).clusters}


_identifiers = st.one_of(
    st.tuples(st.just("user_id"), st.sampled_from("12")),
    st.tuples(st.sampled_from(["phone", "email"]), st.just("1")),
)


@st.composite
def traits_of_people(draw: st.DrawFn) -> Sequence[CustomerEvent]:
    """A few events by which a few accounts state and correct a few traits."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from("abcdefgh"),
                st.fixed_dictionaries(
                    {},
                    optional={
                        "name": st.sampled_from(["an", "al", "bo"]),
                        "city": st.sampled_from("xy"),
                        "birthday": st.sampled_from("12"),
                    },
                ),
                st.lists(_identifiers, max_size=1),
                st.integers(0, 3),
                st.booleans(),
            ),
            min_size=6,
            max_size=16,
        )
    )
    return [
        event(str(number), account, *identifiers, minute=minute, snapshot=snapshot, traits=traits)
        for number, (account, traits, identifiers, minute, snapshot) in enumerate(drawn)
    ]
