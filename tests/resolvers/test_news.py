"""Accounts that bring no news are looked at no further, so they must have none."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.accounts import fold, held
from resolvers.assignment import StoredProfile
from resolvers.news import with_news
from resolvers.store import StoredAccount
from schemas.event import CustomerEvent
from tests.resolvers.comparing import COMPARING, COMPARING_POLICY, traits_of_people
from tests.resolvers.strategies import event

PROFILE = StoredProfile(UUID(int=1), 1, 0)


def has_news(before: Sequence[CustomerEvent], then: Sequence[CustomerEvent]) -> bool:
    state = fold(None, before)
    loaded = {"a": StoredAccount(state, PROFILE)}
    return bool(with_news(loaded, {"a": fold(state, then)}, COMPARING_POLICY))


@given(st.data())
def test_an_account_without_news_holds_the_same_and_is_described_alike(data: st.DataObject) -> None:
    account = event("0", "a").account
    events = [each.but(account=account) for each in data.draw(traits_of_people())]
    cut = data.draw(st.integers(1, len(events)))
    if not has_news(events[:cut], events[cut:]):
        before, now = fold(None, events[:cut]), fold(None, events)
        assert held(before, COMPARING_POLICY).keys() == held(now, COMPARING_POLICY).keys()
        assert COMPARING.describe(before) == COMPARING.describe(now)


KNOWN = event("1", "a", ("user_id", "1"), ("phone", "1"), traits={"name": "an"})


@pytest.mark.parametrize(
    ("then", "news"),
    [
        (event("2", "a", ("phone", "1"), minute=1), False),
        (event("2", "a", minute=1, consent={"sms": True}), False),
        (event("2", "a", ("phone", "2"), minute=1), True),
        (event("2", "a", minute=1, traits={"name": "al"}), True),
        (event("2", "a", ("user_id", "1"), minute=1, snapshot=True), True),
    ],
)
def test_what_was_said_before_is_no_news(then: CustomerEvent, news: bool) -> None:
    assert has_news([KNOWN], [then]) is news


def test_an_older_number_stated_again_is_news_as_it_holds_again() -> None:
    other = event("2", "a", ("user_id", "2"), minute=1)
    assert has_news([KNOWN, other], [event("3", "a", ("user_id", "1"), minute=2)])
