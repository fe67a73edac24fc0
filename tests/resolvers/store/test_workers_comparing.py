"""Several workers whose accounts come into, and leave, the same blocks at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from resolvers.resolver import Resolver
from resolvers.store import open_store, tables
from resolvers.store.engine import create
from schemas.event import CustomerEvent
from tests.resolvers.comparing import (
    COMPARING_POLICY,
    TINY_MODEL,
    clusters_at_once,
    person,
    states_of,
    weights_at_once,
)
from tests.resolvers.feeding import Partition, clusters

WORKERS = 3
ROUNDS = 12


def _event(worker: int, number: int) -> CustomerEvent:
    """In every round each worker has an account of the same name; in every third it corrects one.

    Blocks have two or three accounts in the end, and the limit is two.
    """
    if number % 3 == 2:
        corrected = f"{number - 1}-{worker}"
        return person(corrected, 1, name=f"n{number - 1 - (worker == 0)}")
    return person(f"{number}-{worker}", name=f"n{number}", birthday="1", city=f"{number % 4}")


@pytest.mark.timeout(90)
def test_workers_at_once_come_to_the_weights_of_the_final_states(store_url: str) -> None:
    open_store(store_url).close()
    together = Barrier(WORKERS)

    def work(worker: int) -> None:
        store = open_store(store_url)
        partition = Partition(Resolver(store, COMPARING_POLICY, TINY_MODEL), worker)
        for number in range(ROUNDS):
            together.wait(timeout=60)
            partition.deliver(_event(worker, number), confirm=False)
        store.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))

    events = [_event(worker, number) for number in range(ROUNDS) for worker in range(WORKERS)]
    states = states_of(events)
    with create(store_url).connect() as connection:
        stored = connection.execute(select(tables.weights)).all()
    assert {(left, right): weight for left, right, weight in stored} == weights_at_once(states)
    assert stored
    store = open_store(store_url)
    found = clusters(Resolver(store, COMPARING_POLICY, TINY_MODEL), events)
    assert found == clusters_at_once(states)
    assert any(len(each) > 1 for each in found)
    store.close()
