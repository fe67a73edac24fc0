"""Identity stores that are filled once, kept, and copied for each measurement."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.copying import copy_rows
from benchmarks.stores import POSTGRES_SETTINGS, ServerSeconds, server_seconds
from resolvers.store import open_store
from tests.services.postgres_programs import programs
from tests.services.postgres_server import PostgresServer

Fill = Callable[[str], None]
"""Fills the empty store at a URL."""


@contextmanager
def copy_of_kept_store(
    kind: str, folder: Path, name: str, fill: Fill
) -> Iterator[tuple[str, ServerSeconds]]:
    """A copy of the store of that name, which is filled first unless the folder has it.

    It is gone when it is left, the kept one stays, upgraded to the schema of this release. One on
    PostgreSQL gets the rows of the one on SQLite.

    Args:
        kind: `sqlite` or `postgresql`.
        folder: where stores are kept; short, and open to `nobody` if we are root.
        name: says all that `fill` depends on.
        fill: fills an empty store.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copies = _copy_of_file if kind == "sqlite" else _copy_of_database
    with copies(folder.absolute(), name, fill) as copied:
        yield copied


@contextmanager
def _copy_of_file(folder: Path, name: str, fill: Fill) -> Iterator[tuple[str, ServerSeconds]]:
    kept = _kept_file(folder, name, fill)
    with tempfile.TemporaryDirectory(dir=folder) as copies:
        copy = shutil.copy(kept, Path(copies, "identity.sqlite3"))
        yield f"sqlite:///{copy}", lambda: 0.0


def _kept_file(folder: Path, name: str, fill: Fill) -> Path:
    kept = folder / f"{name}.sqlite3"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=folder) as begun:
            filled = Path(begun, "identity.sqlite3")
            fill(f"sqlite:///{filled}")
            filled.rename(kept)
    open_store(f"sqlite:///{kept}").close()
    return kept


@contextmanager
def _copy_of_database(folder: Path, name: str, fill: Fill) -> Iterator[tuple[str, ServerSeconds]]:
    home = folder / "postgresql"
    home.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="guiyi-postgres-") as where,
        PostgresServer(programs("wheel", _open_to_all(where)), home, POSTGRES_SETTINGS) as server,
    ):
        _keep_database(server, name, folder, fill)
        copy = f"{name}-copy"
        with server.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{copy}"'.encode())
            connection.execute(
                f'CREATE DATABASE "{copy}" TEMPLATE "{name}" STRATEGY file_copy'.encode()
            )
        try:
            yield server.url(copy), server_seconds(server)
        finally:
            server.drop_database(copy)


def _keep_database(server: PostgresServer, name: str, folder: Path, fill: Fill) -> None:
    begun = f"{name}-begun"
    with server.connect() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{begun}"'.encode())
        known = connection.execute("SELECT datname FROM pg_database").fetchall()
        if (name,) not in known:
            kept = _kept_file(folder, name, fill)
            copy_rows(f"sqlite:///{kept}", server.create_database(begun))
            connection.execute(f'ALTER DATABASE "{begun}" RENAME TO "{name}"'.encode())
    open_store(server.url(name)).close()


def _open_to_all(folder: str) -> Path:
    path = Path(folder)
    path.chmod(0o755)
    return path
