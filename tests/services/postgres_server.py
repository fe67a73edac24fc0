"""A PostgreSQL server of one's own: on a Unix socket only, killed and started again at will."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

import psutil
import psycopg

from pipeline.embedded.server import POLL_SECONDS, Server
from tests.services.postgres_programs import USER, PostgresKind, programs


class PostgresServer(Server):
    """A server that keeps its databases in `home` over its lives, and has its socket there.

    Args:
        programs: the directory of `initdb` and `postgres`.
        home: a short path (it is part of the socket's) that `nobody` can reach, if we are root.
        settings: of postgresql.conf.
    """

    def __init__(
        self, programs: Path, home: Path, settings: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        super().__init__(
            home / "postgres.log",
            starting_seconds=30,
            stopping_seconds=10,
            stop_signal=signal.SIGINT,  # to SIGTERM it would wait for its clients to leave
        )
        self._programs = programs
        self._home = home
        self._settings = settings

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._home}"

    def connect(self) -> psycopg.Connection:
        """A connection that may do everything and commits each statement."""
        return psycopg.connect(
            host=str(self._home), user="postgres", dbname="postgres", autocommit=True
        )

    def create_database(self, name: str) -> str:
        """Create an empty database; its URL."""
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def prepare(self) -> None:
        """Make the database cluster, once."""
        if self._data.exists():
            return
        if USER is not None:
            shutil.chown(self._home, USER)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        subprocess.run(
            [*self._as_user("initdb"), "--pgdata", self._data, "--no-sync", *options],
            check=True,
            capture_output=True,
        )

    def command(self) -> tuple[str, ...]:
        # Without fsync: a killed server loses nothing by that, only a machine's crash would.
        return (
            *self._as_user("postgres"),
            *("-D", str(self._data), "-k", str(self._home), "-c", "listen_addresses=", "-F"),
            *(word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")),
        )

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """End it at once, and its processes for connections, which are groups of their own."""
        others = psutil.Process(self.pid).children(recursive=True)
        super().kill()
        for process in others:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        # The next life is refused while one of them still holds the shared memory.
        while any(_runs(process) for process in others):
            time.sleep(POLL_SECONDS)

    @property
    def _data(self) -> Path:
        return self._home / "data"

    def _as_user(self, program: str) -> tuple[str, ...]:
        user = () if USER is None else ("setpriv", f"--reuid={USER}", "--clear-groups")
        return ("env", f"--chdir={self._home}", *user, str(self._programs / program))


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def running_postgres(
    kind: PostgresKind, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[PostgresServer]:
    """A running server, with settings of postgresql.conf, that keeps nothing when it is left.

    Raises:
        Fatal: PostgreSQL of this kind is not installed.
    """
    # pytest's own directories are too deep, and closed to the user that the server runs as.
    home = Path(tempfile.mkdtemp(prefix="guiyi-postgres-"))
    try:
        with PostgresServer(programs(kind, home), home, settings) as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)
