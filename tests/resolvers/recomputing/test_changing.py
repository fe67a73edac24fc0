"""A graph under other criteria, on SQLite and PostgreSQL alike."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings

from resolvers.clustering import Verdict
from resolvers.criteria import Criteria
from resolvers.recomputing import applied_before, apply_criteria, try_criteria
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore
from resolvers.store.engine import create
from resolvers.store.tables import metadata
from schemas.event import CustomerEvent
from schemas.identity import ChangeKind
from tests.resolvers.comparing import (
    COMPARING,
    COMPARING_POLICY,
    TINY_MODEL,
    clusters_at_once,
    person,
    states_of,
    traits_of_people,
)
from tests.resolvers.feeding import Partition
from tests.resolvers.strategies import SMALL_POLICY, event

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ALONE = Criteria(SMALL_POLICY)
"""By identifiers alone."""


@pytest.fixture
def resolver(store: IdentityStore) -> Resolver:
    resolver = Resolver(store, SMALL_POLICY)
    Partition(resolver).deliver(
        *(person(each, name="an", city="x") for each in "ab"),
        event("1", "c", ("phone", "1")),
        event("2", "d", ("phone", "1")),
    )
    return resolver


def profiles_of(store: IdentityStore) -> dict[UUID, tuple[str, ...]]:
    return {
        profile.profile_id: tuple(each.account_id for each in profile.accounts)
        for profile in store.all_profiles(SMALL_POLICY)
    }


def test_trying_says_what_would_change_and_changes_nothing(
    store: IdentityStore, resolver: Resolver
) -> None:
    difference = try_criteria(store, COMPARING, NOW)
    assert (difference.accounts, difference.moved) == (4, 1)
    assert (difference.merged, difference.split) == (1, 0)
    assert (difference.profiles_before, difference.profiles_after) == (3, 2)
    assert (difference.sizes_before, difference.sizes_after) == ({1: 2, 2: 1}, {2: 2})
    (example,) = difference.examples
    assert example.kind is ChangeKind.MERGED
    assert difference.model_version == TINY_MODEL.version
    assert resolver.caused_by_persons().changes == ()
    assert try_criteria(store, COMPARING, NOW) == difference


def test_applying_does_what_trying_said(store: IdentityStore, resolver: Resolver) -> None:
    tried = try_criteria(store, COMPARING, NOW)
    assert apply_criteria(store, COMPARING, NOW) == tried
    (merged,) = resolver.caused_by_persons().changes
    assert [each.accounts for each in merged.after] == [("a", "b")]
    again = apply_criteria(store, COMPARING, NOW)
    assert (again.merged, again.split, again.moved) == (0, 0, 0)


def test_going_back_leads_back_exactly(store: IdentityStore) -> None:
    resolver = Resolver(store, SMALL_POLICY)
    Partition(resolver).deliver(
        *(person(each, name="an", city="x") for each in "ab"),
        *(event(each, each, ("phone", "1")) for each in "bc"),
        *(event(each, each, ("phone", "2")) for each in "de"),
    )
    before = profiles_of(store)
    assert set(before.values()) == {("a",), ("b", "c"), ("d", "e")}
    apply_criteria(store, COMPARING, NOW)
    assert set(profiles_of(store).values()) == {("a", "b", "c"), ("d", "e")}
    apply_criteria(store, ALONE, NOW)
    after = profiles_of(store)
    assert set(after.values()) == set(before.values())
    kept = after.keys() & before.keys()
    assert {after[each] for each in kept} == {("b", "c"), ("d", "e")}


def test_what_persons_decided_holds_under_other_criteria(
    store: IdentityStore, resolver: Resolver
) -> None:
    resolver.review.decide("a", "b", Verdict.CANNOT_LINK, by="ming", why="sisters")
    assert try_criteria(store, COMPARING, NOW).merged == 0
    assert apply_criteria(store, COMPARING, NOW).merged == 0


def test_a_policy_that_trusts_less_splits(store: IdentityStore, resolver: Resolver) -> None:
    weak = SMALL_POLICY.model_copy(update={"identifiers": {}})
    difference = try_criteria(store, Criteria(weak), NOW)
    assert (difference.split, difference.profiles_after) == (1, 4)


def test_the_store_knows_which_criteria_were_applied(store: IdentityStore) -> None:
    assert applied_before(store, ALONE, NOW) == ALONE.versions
    assert applied_before(store, COMPARING, NOW) == ALONE.versions
    apply_criteria(store, COMPARING, NOW)
    assert applied_before(store, ALONE, NOW) == COMPARING.versions


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=traits_of_people())
def test_applied_criteria_give_the_same_as_if_they_had_always_held(
    store_url: str, store: IdentityStore, events: list[CustomerEvent]
) -> None:
    with create(store_url).begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
    Partition(Resolver(store, SMALL_POLICY)).deliver(*events)
    apply_criteria(store, COMPARING, NOW)
    profiles = store.all_profiles(COMPARING_POLICY)
    found = {frozenset(each.account_id for each in profile.accounts) for profile in profiles}
    assert found == clusters_at_once(states_of(events))
