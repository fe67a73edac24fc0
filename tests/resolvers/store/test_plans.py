"""Every statement of a batch finds its rows by an index: its cost must not grow with the store."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from resolvers.clustering import Verdict
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore, open_store, tables
from resolvers.store.engine import create
from tests.resolvers.comparing import COMPARING_POLICY, TINY_MODEL, person
from tests.resolvers.feeding import Partition

WALK = re.compile(rf"SCAN ({'|'.join(tables.metadata.tables)})$")
"""Through a whole table; a partial index has what is unpublished only."""


def statements_of_batches(store: IdentityStore) -> dict[str, Any]:
    """What SQLite is asked when accounts come, change, are decided on and explained."""
    asked: dict[str, Any] = {}

    @event.listens_for(store._engine, "before_cursor_execute")
    def note(
        _connection: Connection, _cursor: Any, statement: str, given: Any, _context: Any, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            asked[statement] = given[0] if many else given

    resolver = Resolver(store, COMPARING_POLICY, TINY_MODEL)
    partition = Partition(resolver)
    partition.deliver(*(person(each, name="an", city="x", birthday="1") for each in "abc"))
    partition.deliver(*(person(each, 1, name="bo") for each in "bc"))
    resolver.review.decide("a", "b", Verdict.MUST_LINK, by="ming", why="twins")
    resolver.review.withdraw("a", "b", by="ming", why="no twins")
    resolver.why("b", "c")
    resolver.newer_than({})
    resolver.caused_by_persons()
    return asked


def test_no_statement_walks_through_a_table(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'identity.sqlite3'}"
    store = open_store(url)
    asked = statements_of_batches(store)
    store.close()
    assert len(asked) > 15
    with create(url).connect() as connection:
        for statement, given in asked.items():
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
            walks = [step.detail for step in plan if WALK.search(step.detail)]
            assert not walks, f"{walks}: {statement}"
