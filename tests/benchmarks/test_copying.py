"""A store that was copied is the one that a resolver would have filled."""

from pathlib import Path

import pytest
from sqlalchemy import select

from benchmarks.copying import copy_rows
from benchmarks.invented_accounts import InventedAccounts
from resolvers.matching import load_model
from resolvers.policy import load_policy
from resolvers.resolver import Resolver
from resolvers.store import open_store
from resolvers.store.engine import create
from resolvers.store.tables import metadata
from schemas.event import CustomerEvent
from tests.resolvers.feeding import Partition


def rows(url: str) -> dict[str, list[str]]:
    """All that a store holds."""
    with create(url).connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
        }


def feed(url: str, events: list[CustomerEvent]) -> None:
    store = open_store(url)
    Partition(Resolver(store, load_policy(None), load_model(None))).deliver(*events)
    store.close()


@pytest.mark.chosen_services
def test_a_copied_store_holds_the_same_and_goes_on(tmp_path: Path, postgres_url: str) -> None:
    people = InventedAccounts(120, seed=1)
    source = f"sqlite:///{tmp_path / 'identity.sqlite3'}"
    feed(source, list(people.first_events(people.places[:100])))
    copy_rows(source, postgres_url)
    copied = rows(postgres_url)
    assert copied == rows(source)
    assert copied["weights"]
    assert copied["identity_changes"]
    feed(postgres_url, list(people.first_events(people.places[100:])))
    going_on = rows(postgres_url)
    assert len(going_on["accounts"]) == 120
    assert len(going_on["identity_changes"]) > len(copied["identity_changes"])
