"""Trying criteria on a copy of the graph, and changing the graph to them."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from resolvers.accounts.state import to_microseconds
from resolvers.criteria import Criteria
from resolvers.recomputing.copying import copy_graph
from resolvers.recomputing.difference import Difference
from resolvers.recomputing.recompute import Progress, recluster, reindex
from resolvers.store import IdentityStore, Transaction, Versions, open_store
from schemas.identity import IdentityChange


def try_criteria(
    store: IdentityStore,
    criteria: Criteria,
    now: datetime,
    on_progress: Progress = lambda _: None,
) -> Difference:
    """What would change if these criteria were applied. The store is only read.

    Everything is computed on a copy, on disk in a temporary directory, so that a million accounts
    need no memory of their own and workers need not wait.

    Raises:
        Retry: when the store is away.
    """
    with scratch_copy(store, on_progress) as scratch:
        return scratch.write(
            lambda transaction: _recompute(transaction, criteria, now, on_progress)[0]
        )


def apply_criteria(
    store: IdentityStore,
    criteria: Criteria,
    now: datetime,
    on_progress: Progress = lambda _: None,
) -> Difference:
    """Bring the whole graph under these criteria, in one transaction.

    Workers wait meanwhile. The changes lie in the outbox, from where a worker tells the topics.

    Raises:
        Retry: when the store is away or busy. Nothing was changed.
    """

    def change(transaction: Transaction) -> Difference:
        transaction.whole.keep_others_waiting()
        difference, changes = _recompute(transaction, criteria, now, on_progress)
        transaction.outbox.add(changes, None, None)
        transaction.applied.save(criteria.versions, to_microseconds(now))
        return difference

    return store.write(change)


def applied_before(store: IdentityStore, criteria: Criteria, now: datetime) -> Versions:
    """The versions that the whole graph was last brought under; these, where none ever were.

    Raises:
        Retry: when the store is away.
    """

    def work(transaction: Transaction) -> Versions:
        if (versions := transaction.applied.versions()) is None:
            versions = criteria.versions
            transaction.applied.save(versions, to_microseconds(now))
        return versions

    return store.write(work)


@contextmanager
def scratch_copy(store: IdentityStore, on_progress: Progress) -> Iterator[IdentityStore]:
    """A copy of the store's accounts, profiles and assertions, gone at the end."""
    copied = 0

    def tell(accounts: int) -> None:
        nonlocal copied
        on_progress(accounts - copied)
        copied = accounts

    with (
        tempfile.TemporaryDirectory(prefix="guiyi-") as folder,
        closing(open_store(f"sqlite:///{Path(folder) / 'copy.sqlite3'}")) as scratch,
    ):
        copy_graph(store, scratch, tell)
        yield scratch


def _recompute(
    transaction: Transaction,
    criteria: Criteria,
    now: datetime,
    on_progress: Callable[[int], None],
) -> tuple[Difference, list[IdentityChange]]:
    before = transaction.whole.profile_sizes()
    reindex(transaction, criteria, on_progress)
    changes = recluster(transaction, criteria, now, on_progress)
    model = criteria.comparing
    difference = Difference.of(
        changes,
        before,
        transaction.whole.profile_sizes(),
        policy_version=criteria.policy.version,
        model_version=None if model is None else model.version,
    )
    return difference, changes
