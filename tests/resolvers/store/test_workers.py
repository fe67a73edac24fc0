"""Several workers on one store."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from resolvers.accounts.state import to_time
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.event import CustomerEvent
from schemas.identity import ChangeKind, IdentityChange
from tests.resolvers.consumer import Consumer
from tests.resolvers.feeding import Partition, clusters
from tests.resolvers.strategies import SMALL_POLICY, event

WORKERS = 3
ROUNDS = 8


def _events(worker: int) -> list[CustomerEvent]:
    """In each round every worker has another account with the same email."""
    return [
        event(f"{worker}/{number}", f"{number}-{worker}", ("email", str(number)))
        for number in range(ROUNDS)
    ]


@pytest.mark.timeout(90)
def test_workers_at_once_come_to_the_same_profiles(store_url: str) -> None:
    open_store(store_url).close()
    together = Barrier(WORKERS)

    def work(worker: int) -> None:
        store = open_store(store_url)
        partition = Partition(Resolver(store, SMALL_POLICY), worker)
        for each in _events(worker):
            together.wait(timeout=60)
            partition.deliver(each, confirm=False)
        store.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))

    store = open_store(store_url)
    resolver = Resolver(store, SMALL_POLICY)
    everything = [each for worker in range(WORKERS) for each in _events(worker)]
    assert clusters(resolver, everything) == {
        frozenset(f"{number}-{worker}" for worker in range(WORKERS)) for number in range(ROUNDS)
    }
    versions: dict[str, int] = {}
    for change in sorted(store.all_changes(), key=lambda change: change.version):
        for account in (each for after in change.after for each in after.accounts):
            assert change.version > versions.get(account, 0)
            versions[account] = change.version
    for profile in store.all_profiles(SMALL_POLICY):
        assert {versions[each.account_id] for each in profile.accounts} == {profile.version}
    store.close()


@pytest.mark.timeout(90)
def test_workers_that_start_at_once_on_an_empty_database_all_come_up(store_url: str) -> None:
    together = Barrier(WORKERS)

    def start(_worker: int) -> None:
        together.wait(timeout=60)
        open_store(store_url).close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(start, range(WORKERS)))


@pytest.mark.timeout(90)
def test_workers_that_write_to_the_outbox_at_once_each_find_their_own_in_its_order(
    store_url: str,
) -> None:
    open_store(store_url).close()
    together = Barrier(WORKERS)

    def work(worker: int) -> bool:
        store = open_store(store_url)
        changes = [_change(worker, number) for number in range(300)]
        for begin in range(0, len(changes), 50):
            batch = changes[begin : begin + 50]
            together.wait(timeout=60)
            store.write(lambda known, batch=batch: known.outbox.add(batch, "events", worker))  # type: ignore[misc]
        published = [change.change_id for change in changes[::3]]
        store.write(lambda known: known.outbox.mark_published(published))
        found = store.read(lambda known: known.outbox.unpublished("events", worker))
        store.close()
        return found == [change for number, change in enumerate(changes) if number % 3]

    with ThreadPoolExecutor(WORKERS) as pool:
        assert list(pool.map(work, range(WORKERS))) == [True] * WORKERS


def _change(worker: int, number: int) -> IdentityChange:
    return IdentityChange(
        change_id=uuid4(),
        kind=ChangeKind.CREATED,
        profile_id=UUID(int=worker),
        version=number,
        changed_at=to_time(0),
        policy_version="one",
    )


def test_an_unknown_worker_reads_the_outbox_of_a_partition_it_took_over(store_url: str) -> None:
    first, second = open_store(store_url), open_store(store_url)
    consumer = Consumer()
    Partition(Resolver(first, SMALL_POLICY)).deliver(event("1", "a"), confirm=False)
    first.close()
    successor = Partition(Resolver(second, SMALL_POLICY))
    consumer.read(successor.redeliver(0, event("1", "a")))
    assert consumer.clusters() == {frozenset("a")}
    second.close()
