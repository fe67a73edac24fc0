"""Identity stores of a benchmark's own, and what a server of them costs."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from tests.services.postgres_server import PostgresServer, running_postgres

STORES = ("sqlite", "postgresql")

POSTGRES_SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "min_wal_size": "2GB",
    "checkpoint_timeout": "15min",
}
"""As for a small server of its own; those it comes with are for one that shares its machine."""

ServerSeconds = Callable[[], float]
"""The CPU seconds that a database server has spent so far; 0 where there is none."""


@contextmanager
def fresh_store(kind: str) -> Iterator[tuple[str, ServerSeconds]]:
    """A fresh store: its URL, and the CPU seconds that a server has spent on it."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/identity.sqlite3", lambda: 0.0
        return
    with running_postgres("wheel", POSTGRES_SETTINGS) as server:
        yield server.create_database("identity"), server_seconds(server)


def server_seconds(server: PostgresServer) -> ServerSeconds:
    """What the server and all its processes spend, those that have ended too."""
    process = psutil.Process(server.pid)
    return lambda: _cpu_seconds(process)


def _cpu_seconds(server: psutil.Process) -> float:
    seconds = sum(server.cpu_times()[:4])  # its own, and that of its children that have ended
    for each in server.children(recursive=True):
        try:
            seconds += sum(each.cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return seconds
