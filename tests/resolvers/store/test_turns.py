"""Writers on one PostgreSQL, side by side until they conflict."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from resolvers.store import IdentityStore, open_store
from resolvers.store.errors import Conflict

PATIENCE_SECONDS = 20


class Writer:
    """A store in whose transaction a thread stays until it is let go."""

    def __init__(self, url: str, pool: ThreadPoolExecutor) -> None:
        self.store: IdentityStore = open_store(url)
        self.is_in = Event()
        self.may_go = Event()
        self._pool = pool

    def enter(self) -> "Future[object]":
        return self._pool.submit(self.store.write, lambda _transaction: self._stay())

    def _stay(self) -> None:
        self.is_in.set()
        assert self.may_go.wait(PATIENCE_SECONDS)


@pytest.fixture
def writers(postgres_url: str) -> Iterator[tuple[Writer, Writer]]:
    with ThreadPoolExecutor(2) as pool:
        both = (Writer(postgres_url, pool), Writer(postgres_url, pool))
        yield both
        for writer in both:
            writer.may_go.set()
    for writer in both:
        writer.store.close()


def test_writers_are_in_at_once(writers: tuple[Writer, Writer]) -> None:
    for writer in writers:
        writer.enter()
        assert writer.is_in.wait(PATIENCE_SECONDS)


def test_after_a_conflict_a_writer_is_in_alone(writers: tuple[Writer, Writer]) -> None:
    undone, other = writers
    attempts = iter([True, False])

    def conflict_once(_transaction: object) -> None:
        if next(attempts):
            raise Conflict("of a test")

    undone.store.write(conflict_once)
    first = undone.enter()
    assert undone.is_in.wait(PATIENCE_SECONDS)
    second = other.enter()
    assert not other.is_in.wait(0.5)
    undone.may_go.set()
    first.result(PATIENCE_SECONDS)
    assert other.is_in.wait(PATIENCE_SECONDS)
    other.may_go.set()
    second.result(PATIENCE_SECONDS)
