"""A SQLite store on a disk that is full."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.errors import Retry
from tests.resolvers.feeding import Partition, clusters
from tests.resolvers.strategies import SMALL_POLICY, event


@contextmanager
def no_file_grows(beyond: int) -> Iterator[None]:
    """As on a full disk, or at the end of a quota: writes behind so many bytes fail."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


def test_a_full_disk_is_worth_a_retry_that_finds_nothing_half_done(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'identity.sqlite3'}")
    resolver = Resolver(store, SMALL_POLICY)
    partition = Partition(resolver)
    partition.deliver(event("1", "a"))
    first, more = event("1", "a"), event("2", "b", ("email", "x"))
    log = tmp_path / "identity.sqlite3-wal"
    with no_file_grows(log.stat().st_size), pytest.raises(Retry):
        partition.redeliver(1, more)
    assert resolver.profile("b") is None
    partition.redeliver(1, more)
    assert clusters(resolver, [first, more]) == {frozenset("a"), frozenset("b")}
    store.close()
