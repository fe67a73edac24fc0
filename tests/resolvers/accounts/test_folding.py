from collections.abc import Sequence
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvers.accounts import AccountState, IdentifierKey, fold, held
from resolvers.accounts.latest import MOST_TRAITS, MOST_VALUES
from resolvers.accounts.money import in_smallest_unit
from schemas.event import CustomerEvent, EventType, ObjectRef
from tests.resolvers.strategies import SMALL_POLICY, event, histories


def key(kind: str, value: str) -> IdentifierKey:
    return IdentifierKey(kind, "", value)


@st.composite
def one_account(draw: st.DrawFn) -> Sequence[CustomerEvent]:
    """Events of one account with traits, consent and money."""
    extras = st.fixed_dictionaries(
        {
            "traits": st.dictionaries(st.sampled_from("xy"), st.sampled_from("12")),
            "consent": st.dictionaries(st.sampled_from("xy"), st.booleans()),
            "object": st.just(ObjectRef(type="order", amount=Decimal("1.005"), currency="CNY")),
        }
    )
    account = event("0", "a").account
    return [each.but(account=account, **draw(extras)) for each in draw(histories())]


@given(st.data())
def test_any_order_and_batching_gives_the_same_state(data: st.DataObject) -> None:
    events = data.draw(one_account())
    shuffled = data.draw(st.permutations(events))
    cut = data.draw(st.integers(1, len(events)))
    assert fold(fold(None, shuffled[:cut]), shuffled[cut:]) == fold(None, events)


@given(one_account())
def test_the_stored_form_reads_back_the_same(events: Sequence[CustomerEvent]) -> None:
    state = fold(None, events)
    assert AccountState.from_json("a", msgspec.json.encode(state.content())) == state


def test_folding_leaves_the_old_state_as_it_was() -> None:
    before = fold(None, [event("1", "a", ("phone", "1"))])
    fold(before, [event("2", "a", ("phone", "2"))])
    assert before == fold(None, [event("1", "a", ("phone", "1"))])


def test_the_later_statement_of_a_trait_holds() -> None:
    late = event("1", "a", minute=5, traits={"city": "上海"})
    early = event("2", "a", minute=1, traits={"city": "北京"})
    assert fold(None, [late, early]).traits["city"].value == "上海"


def test_of_two_answers_at_one_time_the_withdrawal_holds() -> None:
    given_, withdrawn = (event(str(yes), "a", consent={"sms": yes}) for yes in (True, False))
    for order in ([given_, withdrawn], [withdrawn, given_]):
        assert fold(None, order).consent["sms"][1] is False


def test_money_is_counted_in_the_smallest_unit_by_type_and_currency() -> None:
    order = ObjectRef(type="order", amount=Decimal("12.30"), currency="cny")
    paid = [event(name, "a", type=EventType.PAYMENT, object=order) for name in "12"]
    counters = fold(None, paid).counters
    assert counters == {"events": 2, "events.payment": 2, "amount.CNY.payment": 2460}


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("0.005", "CNY", 0),
        ("0.015", "CNY", 2),
        ("100", "JPY", 100),
        ("1.234", "KWD", 1234),
        ("-3.5", "USD", -350),
        ("NaN", "CNY", None),
        ("1", "Chinese yuan", None),
        ("1", "\uff23\uff2e\uff39", None),
        ("1e12", "CNY", 10**14),
        ("-1000000000000.01", "CNY", None),
        ("1e999999", "CNY", None),
        ("1e99999999", "CNY", None),
        ("1e-99999999", "CNY", 0),
    ],
)
def test_the_smallest_unit_follows_the_currency(
    amount: str, currency: str, units: int | None
) -> None:
    assert in_smallest_unit(Decimal(amount), currency) == units


def test_sums_of_money_stay_exact_beyond_64_bits_and_in_the_store() -> None:
    order = ObjectRef(type="order", amount=Decimal("1e12"), currency="KWD")
    state = fold(None, [event(str(number), "a", object=order) for number in range(10_000)])
    assert state.counters["amount.KWD.view"] == 10**19
    assert AccountState.from_json("a", msgspec.json.encode(state.content())) == state


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_only_the_latest_values_and_traits_are_remembered_in_any_order_and_batching(
    data: st.DataObject,
) -> None:
    events = [
        event(
            str(number),
            "a",
            ("anonymous_id", str(number % 230)),
            minute=number % 300,
            traits={f"trait {number % 230}": str(number)},
        )
        for number in range(400)
    ]
    shuffled = data.draw(st.permutations(events))
    first, second = sorted(data.draw(st.tuples(*[st.integers(1, 400)] * 2)))
    state = fold(None, shuffled[:first])
    state = fold(fold(state, shuffled[first:second]), shuffled[second:])
    assert state == fold(None, events)
    assert (len(state.identifiers), len(state.traits)) == (MOST_VALUES, MOST_TRAITS)
    lasts = {seen.last for seen in state.identifiers.values()}
    assert max(lasts) == state.last_seen
    assert all(seen.first == seen.last for seen in state.identifiers.values())


def test_few_values_remember_when_they_were_first_stated_beside_many_of_another_type() -> None:
    events = [event(str(n), "a", ("anonymous_id", str(n)), minute=n) for n in range(300)]
    told = [event(f"told {minute}", "a", ("phone", "1"), minute=minute) for minute in (0, 5)]
    seen = fold(None, [*told, *events]).identifiers[key("phone", "1")]
    assert (seen.last - seen.first) == 5 * 60 * 1_000_000


def test_a_snapshot_withdraws_what_only_older_events_state() -> None:
    state = fold(
        None,
        [
            event("1", "a", ("phone", "1"), ("phone", "2"), minute=1),
            event("2", "a", ("phone", "2"), minute=2, snapshot=True),
        ],
    )
    assert held(state, SMALL_POLICY).keys() == {key("phone", "2")}


def test_a_newer_value_of_a_unique_identifier_replaces_the_older() -> None:
    state = fold(
        None,
        [
            event("1", "a", ("user_id", "1"), ("phone", "1"), minute=2),
            event("2", "a", ("user_id", "2"), ("phone", "2"), minute=1),
        ],
    )
    said = {key("user_id", "1"), key("phone", "1"), key("phone", "2")}
    assert held(state, SMALL_POLICY).keys() == said
