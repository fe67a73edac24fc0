"""Profiles against a truth, on SQLite and PostgreSQL alike."""

from datetime import UTC, datetime

import pytest

from resolvers.criteria import Criteria
from resolvers.recomputing import scores_at, scores_now, unknown_accounts
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore
from tests.resolvers.comparing import COMPARING, COMPARING_POLICY, TINY_MODEL, person
from tests.resolvers.feeding import Partition

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TRUTH = {"a": "an", "b": "an", "c": "bo", "d": "bo"}


@pytest.fixture(autouse=True)
def resolver(store: IdentityStore) -> Resolver:
    """a and b agree in two fields, c and d in one."""
    resolver = Resolver(store, COMPARING_POLICY, TINY_MODEL)
    Partition(resolver).deliver(
        person("a", name="an", city="x"),
        person("b", name="an", city="x"),
        person("c", name="bo"),
        person("d", name="bo"),
    )
    return resolver


def test_the_profiles_as_they_are_are_scored(store: IdentityStore) -> None:
    scores = scores_now(store, COMPARING, TRUTH)
    assert (scores.threshold, scores.pairs.recall, scores.pairs.precision) == (2.0, 0.5, 1.0)


def test_a_lower_threshold_joins_more_and_a_higher_one_less(store: IdentityStore) -> None:
    tried = list(scores_at(store, COMPARING, TRUTH, (50.0, 1.0, 2.0), now=NOW))
    assert [each.threshold for each in tried] == [1.0, 2.0, 50.0]
    assert [each.pairs.recall for each in tried] == [1.0, 0.5, 0.0]
    assert tried[1] == scores_now(store, COMPARING, TRUTH)


def test_thresholds_are_raised_for_the_population_as_the_policys_own_is(
    store: IdentityStore,
) -> None:
    policy = COMPARING_POLICY.model_copy(update={"population": 2**50})
    raised = Criteria(policy, TINY_MODEL.model_copy(update={"population": 2}))
    (alone,) = scores_at(store, raised, TRUTH, (1.0,), now=NOW)
    assert (alone.threshold, alone.pairs.recall) == (1.0, 0.0)


def test_trying_thresholds_changes_nothing(store: IdentityStore, resolver: Resolver) -> None:
    before = scores_now(store, COMPARING, TRUTH)
    list(scores_at(store, COMPARING, TRUTH, (1.0,), now=NOW))
    assert scores_now(store, COMPARING, TRUTH) == before
    assert resolver.caused_by_persons().changes == ()


def test_accounts_that_are_not_there_are_named(store: IdentityStore) -> None:
    assert unknown_accounts(store, TRUTH | {"z": "lee"}) == {"z"}
