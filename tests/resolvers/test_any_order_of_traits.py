"""Probabilistic evidence, too, depends on the set of events alone, whatever block they fill."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from resolvers.resolver import Resolver
from resolvers.store import open_store, tables
from resolvers.store.engine import create
from schemas.event import CustomerEvent
from tests.resolvers.comparing import (
    COMPARING_POLICY,
    TINY_MODEL,
    clusters_at_once,
    states_of,
    traits_of_people,
    weights_at_once,
)
from tests.resolvers.consumer import Consumer
from tests.resolvers.feeding import Partition, clusters, in_batches

Batches = list[list[CustomerEvent]]

# Hundreds of stores are filled one after the other, beside other tests on the same cores.
pytestmark = pytest.mark.timeout(300)

_FIXTURES_ARE_SHARED = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@st.composite
def deliveries(draw: st.DrawFn) -> Batches:
    """People's traits, shuffled, some events twice, in batches."""
    events = draw(traits_of_people())
    repeats = draw(st.lists(st.sampled_from(events), max_size=3))
    delivered = draw(st.permutations([*events, *repeats]))
    return in_batches(delivered, draw(st.lists(st.integers(1, 3), min_size=3, max_size=8)))


def check_stored_graph(store_url: str, batches: Batches) -> None:
    """Deliver to an emptied store: it has the weights and the clusters of the final states."""
    events = [event for batch in batches for event in batch]
    store = open_store(store_url)
    with create(store_url).begin() as connection:
        for table in tables.metadata.sorted_tables:
            connection.execute(table.delete())
    resolver, consumer = Resolver(store, COMPARING_POLICY, TINY_MODEL), Consumer()
    partitions = [Partition(resolver, number) for number in range(2)]
    try:
        for number, batch in enumerate(batches):
            consumer.read(partitions[number % 2].deliver(*batch))
        states = states_of(events)
        with create(store_url).connect() as connection:
            stored = connection.execute(select(tables.weights)).all()
        assert {(left, right): weight for left, right, weight in stored} == weights_at_once(states)
        expected = clusters_at_once(states)
        assert clusters(resolver, events) == expected
        assert consumer.clusters() == expected
    finally:
        store.close()


@settings(max_examples=150, suppress_health_check=_FIXTURES_ARE_SHARED, deadline=None)
@given(batches=deliveries())
def test_the_graph_on_sqlite_is_what_comparing_everything_gives(
    tmp_path: Path, batches: Batches
) -> None:
    check_stored_graph(f"sqlite:///{tmp_path / 'identity.sqlite3'}", batches)


@settings(max_examples=20, suppress_health_check=_FIXTURES_ARE_SHARED, deadline=None)
@given(batches=deliveries())
def test_the_graph_on_postgresql_is_what_comparing_everything_gives(
    postgres_url: str, batches: Batches
) -> None:
    check_stored_graph(postgres_url, batches)
