from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.accounts import AccountState, fold
from resolvers.assignment import StoredProfile
from resolvers.survivorship import golden_record
from schemas.event import CustomerEvent
from schemas.profile import Profile
from tests.resolvers.strategies import SMALL_POLICY, event, histories

PROFILE = StoredProfile(UUID(int=7), 3, 1_000_000)


def record(*states: AccountState) -> Profile:
    return golden_record(PROFILE, states, SMALL_POLICY)


def states_of(events: Sequence[CustomerEvent]) -> list[AccountState]:
    accounts = sorted({each.account.account_id for each in events})
    return [
        fold(None, [each for each in events if each.account.account_id == account])
        for account in accounts
    ]


@given(st.data())
def test_the_order_of_accounts_changes_nothing(data: st.DataObject) -> None:
    states = states_of(data.draw(histories()))
    assert record(*data.draw(st.permutations(states))) == record(*states)


@given(histories())
def test_the_document_is_valid_and_travels_unchanged(events: Sequence[CustomerEvent]) -> None:
    written = record(*states_of(events))
    assert Profile.from_bytes(written.to_bytes()) == written


def test_the_trait_stated_last_survives_with_its_account() -> None:
    profile = record(
        fold(None, [event("1", "a", minute=5, traits={"city": "上海"})]),
        fold(None, [event("2", "b", minute=1, traits={"city": "北京", "name": "林"})]),
    )
    assert (profile.traits["city"].value, profile.traits["city"].account_id) == ("上海", "a")
    assert profile.traits["name"].account_id == "b"


def test_identifiers_name_all_their_accounts_and_withdrawn_ones_are_gone() -> None:
    profile = record(
        fold(
            None,
            [
                event("1", "a", ("email", "1"), minute=1),
                event("2", "a", ("phone", "1"), minute=2, snapshot=True),
            ],
        ),
        fold(None, [event("3", "b", ("phone", "1"), minute=9)]),
    )
    (phone,) = profile.identifiers
    assert (phone.value, phone.accounts) == ("1", ("a", "b"))
    assert (phone.last_seen - phone.first_seen).total_seconds() == 7 * 60


@pytest.mark.parametrize("sign", [1, -1])
def test_counters_stop_at_what_64_bits_hold_for_the_whole_profile_only(sign: int) -> None:
    large = fold(None, [event("1", "a")])
    large.counters["amount.KWD.order"] = sign * 2**64
    assert record(large).counters["amount.KWD.order"] == sign * (2**63 - 1)
    back = fold(None, [event("2", "b")])
    back.counters["amount.KWD.order"] = -sign * (2**64 - 1)
    assert record(large, back).counters["amount.KWD.order"] == sign


def test_of_very_many_identifiers_the_latest_are_listed_and_all_are_counted() -> None:
    events = [
        event(f"{account}{minute}", account, ("device_id", f"{account}{minute}"), minute=minute)
        for account in "ab"
        for minute in range(150)
    ]
    profile = record(*states_of([*events, event("told", "a", ("phone", "1"))]))
    assert profile.counters["identifiers.device_id"] == 300
    assert "identifiers.phone" not in profile.counters
    devices = [each.value for each in profile.identifiers if each.type == "device_id"]
    assert devices == sorted(f"{account}{minute}" for account in "ab" for minute in range(50, 150))
    assert len(profile.identifiers) == len(devices) + 1


def test_counters_add_up_and_the_latest_consent_holds() -> None:
    profile = record(
        fold(None, [event("1", "a", minute=1, consent={"sms": True})]),
        fold(None, [event("2", "b", minute=1, consent={"sms": False, "email": True})]),
        fold(None, [event("3", "c", minute=2, consent={"email": False})]),
    )
    assert profile.counters == {"events": 3, "events.view": 3}
    assert profile.consent == {"email": False, "sms": False}
