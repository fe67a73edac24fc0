"""The result depends on the set of events alone: not on order, repeats, batches or partitions."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolvers.accounts import AccountState, fold, held
from resolvers.clustering import Component, cluster
from resolvers.resolver import Resolver
from resolvers.store import open_store
from resolvers.store.engine import create
from resolvers.store.tables import metadata
from schemas.event import CustomerEvent
from tests.resolvers.consumer import Consumer
from tests.resolvers.feeding import Partition, clusters, in_batches
from tests.resolvers.strategies import SMALL_POLICY, histories

Batches = list[list[CustomerEvent]]

# Hundreds of stores are filled one after the other, beside other tests on the same cores.
pytestmark = pytest.mark.timeout(300)

_FIXTURES_ARE_SHARED = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


def from_scratch(events: Sequence[CustomerEvent]) -> set[frozenset[str]]:
    """The clusters of the whole graph at once, by the pure functions alone.

    Of several events of an account with one id the first counts.
    """
    first: dict[tuple[UUID, str], CustomerEvent] = {}
    for event in events:
        first.setdefault((event.event_id, event.account.account_id), event)
    states: dict[str, AccountState] = {}
    for event in first.values():
        account = event.account.account_id
        states[account] = fold(states.get(account), [event])
    accounts = {account: frozenset(held(state, SMALL_POLICY)) for account, state in states.items()}
    return {frozenset(each) for each in cluster(Component(accounts), SMALL_POLICY).clusters}


@st.composite
def deliveries(draw: st.DrawFn) -> Batches:
    """A history, shuffled, with repeats at other times and ids used twice, in batches."""
    events = draw(histories())
    again = st.builds(
        lambda event, other, minutes: event.but(
            account=other.account,
            occurred_at=event.occurred_at + timedelta(minutes=minutes),
        ),
        st.sampled_from(events),
        st.sampled_from(events),
        st.integers(0, 2),
    )
    repeats = draw(st.lists(st.one_of(st.sampled_from(events), again), max_size=4))
    delivered = draw(st.permutations([*events, *repeats]))
    return in_batches(delivered, draw(st.lists(st.integers(1, 3), min_size=3, max_size=8)))


@given(st.data())
def test_clustering_does_not_depend_on_the_order_of_events(data: st.DataObject) -> None:
    events = data.draw(histories())
    repeats = data.draw(st.lists(st.sampled_from(events), max_size=4))
    delivered = data.draw(st.permutations([*events, *repeats]))
    assert from_scratch(delivered) == from_scratch(events)


def check_stored_graph(store_url: str, batches: Batches) -> None:
    """Deliver to an emptied store; the store and a consumer must have the clusters of them all."""
    events = [event for batch in batches for event in batch]
    store = open_store(store_url)
    with create(store_url).begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
    resolver, consumer = Resolver(store, SMALL_POLICY), Consumer()
    partitions = [Partition(resolver, number) for number in range(2)]
    try:
        for number, batch in enumerate(batches):
            consumer.read(partitions[number % 2].deliver(*batch))
        expected = from_scratch(events)
        assert clusters(resolver, events) == expected
        assert consumer.clusters() == expected
        stored = {each.profile_id: each for each in store.all_profiles(SMALL_POLICY)}
        assert consumer.profiles == stored
        counted = sum(profile.counters["events"] for profile in consumer.profiles.values())
        assert counted == len({(each.event_id, each.account.account_id) for each in events})
    finally:
        store.close()


@settings(max_examples=200, suppress_health_check=_FIXTURES_ARE_SHARED, deadline=None)
@given(batches=deliveries())
def test_the_graph_on_sqlite_is_what_clustering_everything_gives(
    tmp_path: Path, batches: Batches
) -> None:
    check_stored_graph(f"sqlite:///{tmp_path / 'identity.sqlite3'}", batches)


@settings(max_examples=30, suppress_health_check=_FIXTURES_ARE_SHARED, deadline=None)
@given(batches=deliveries())
def test_the_graph_on_postgresql_is_what_clustering_everything_gives(
    postgres_url: str, batches: Batches
) -> None:
    check_stored_graph(postgres_url, batches)
