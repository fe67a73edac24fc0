"""Events as tests want them, and Hypothesis strategies for many of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from hypothesis import strategies as st

from resolvers.policy import IdentifierRule, Policy, Strength
from schemas.event import Account, CustomerEvent, EventType, Identifier

START = datetime(2026, 1, 1, tzinfo=UTC)


def event(
    name: str,
    account: str,
    *identifiers: tuple[str, str],
    minute: int = 0,
    snapshot: bool = False,
    **more: object,
) -> CustomerEvent:
    """An event whose id follows from `name`."""
    return CustomerEvent.from_builtins(
        {
            "event_id": uuid5(NAMESPACE_URL, name),
            "platform": "web",
            "source_account": "shop",
            "type": EventType.VIEW,
            "platform_type": "page",
            "occurred_at": START + timedelta(minutes=minute),
            "received_at": START,
            "account": Account(account_id=account, platform="web"),
            "identifiers": tuple(Identifier(type=kind, value=value) for kind, value in identifiers),
            "snapshot": snapshot,
        }
        | more
    )


STRONG = IdentifierRule(strength=Strength.STRONG, max_accounts=3, priority=20)

SMALL_POLICY = Policy(
    identifiers={
        "user_id": STRONG.model_copy(update={"unique": True, "priority": 10}),
        "phone": STRONG.model_copy(update={"max_accounts": 2, "blocked": ("^0$",)}),
        "email": STRONG.model_copy(update={"priority": 30, "max_values": 2}),
    },
    default=IdentifierRule(strength=Strength.WEAK),
    max_accounts_per_profile=4,
    match_threshold=10,
    review_threshold=5,
)
"""Small limits, so that few events reach all of them."""

_identifiers = st.one_of(
    st.tuples(st.just("user_id"), st.sampled_from("12")),
    st.tuples(st.sampled_from(["phone", "email"]), st.sampled_from("0123")),
    st.tuples(st.just("nickname"), st.just("1")),
)


@st.composite
def histories(draw: st.DrawFn) -> Sequence[CustomerEvent]:
    """A few events of a few accounts that share, contradict and correct a few identifiers."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from("abcdef"),
                st.lists(_identifiers, min_size=1, max_size=3),
                st.integers(0, 3),
                st.booleans(),
            ),
            min_size=6,
            max_size=16,
        )
    )
    return [
        event(str(number), account, *identifiers, minute=minute, snapshot=snapshot)
        for number, (account, identifiers, minute, snapshot) in enumerate(drawn)
    ]
