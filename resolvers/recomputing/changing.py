"""Trying criteria on a copy of the graph, and changing the graph to them."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from resolvers.accounts.state import to_microseconds
from resolvers.criteria import Criteria
from resolvers.recomputing.copying import copy_graph
from resolvers.recomputing.difference import Counting, Difference
from resolvers.recomputing.recompute import Progress, recluster, reindex
from resolvers.store import IdentityStore, Transaction, Versions, open_store
from schemas.identity import IdentityChange


def try_criteria(
    store: IdentityStore,
    criteria: Criteria,
    now: datetime,
    on_progress: Progress = lambda _: None,
    *,
    folder: Path | None = None,
) -> Difference:
    """What would change if these criteria were applied. The store is only read.

    Everything is computed on a copy, on disk, so that a million accounts need no memory of their
    own and workers need not wait.

    Args:
        store: whose graph is tried on.
        criteria: to try.
        now: goes into the examples.
        on_progress: told how many accounts more were copied, weighed or clustered.
        folder: where the copy lies meanwhile, personal values and all; the system's for temporary
            files unless given.

    Raises:
        Retry: when the store is away.
    """
    with scratch_copy(store, on_progress, folder) as scratch:
        return scratch.write(
            lambda transaction: _recompute(transaction, criteria, now, on_progress, _drop)
        )


def apply_criteria(
    store: IdentityStore,
    criteria: Criteria,
    now: datetime,
    on_progress: Progress = lambda _: None,
) -> Difference:
    """Bring the whole graph under these criteria, in one transaction.

    Workers wait meanwhile. The changes lie in the outbox, from where a worker tells the topics.
    A worker that still follows other criteria would write its own into the graph again, so none
    should run before it has these.

    Raises:
        Retry: when the store is away or busy. Nothing was changed.
    """

    def change(transaction: Transaction) -> Difference:
        def tell(changes: Sequence[IdentityChange]) -> None:
            transaction.outbox.add(changes, None, None)

        difference = _recompute(transaction, criteria, now, on_progress, tell)
        transaction.applied.save(criteria.versions, to_microseconds(now))
        return difference

    return store.write(change, alone=True)


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
def scratch_copy(
    store: IdentityStore, on_progress: Progress, folder: Path | None = None
) -> Iterator[IdentityStore]:
    """A copy of the store's accounts, profiles and assertions, gone at the end."""
    copied = 0

    def tell(accounts: int) -> None:
        nonlocal copied
        on_progress(accounts - copied)
        copied = accounts

    with (
        tempfile.TemporaryDirectory(prefix="guiyi-copy-", dir=folder) as place,
        closing(open_store(f"sqlite:///{Path(place) / 'copy.sqlite3'}")) as scratch,
    ):
        copy_graph(store, scratch, tell)
        yield scratch


def _recompute(
    transaction: Transaction,
    criteria: Criteria,
    now: datetime,
    on_progress: Progress,
    tell: Callable[[Sequence[IdentityChange]], None],
) -> Difference:
    before = transaction.whole.profile_sizes()
    reindex(transaction, criteria, on_progress)
    counting = Counting()
    for changes in recluster(transaction, criteria, now, on_progress):
        counting.add(changes)
        tell(changes)
    return counting.difference(before, transaction.whole.profile_sizes(), criteria.versions)


def _drop(_changes: Sequence[IdentityChange]) -> None:
    """What is only tried is told to nobody."""
