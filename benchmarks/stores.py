"""Identity stores of a benchmark's own, and what a server of them costs."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import psutil

from tests.services.postgres_server import running_postgres

STORES = ("sqlite", "postgresql")


@contextmanager
def fresh_store(kind: str) -> Iterator[tuple[str, Callable[[], float]]]:
    """A fresh store: its URL, and the CPU seconds that a server has spent on it."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/identity.sqlite3", lambda: 0.0
        return
    with running_postgres("wheel") as server:
        process = psutil.Process(server.pid)
        yield server.create_database("identity"), lambda: _cpu_seconds([process])


def _cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    family = {each for parent in processes for each in (parent, *parent.children(recursive=True))}
    return sum(sum(each.cpu_times()[:2]) for each in family)
