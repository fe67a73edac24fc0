"""chDB, the ClickHouse engine in this process."""

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import Any

from chdb.session import Session

from pipeline.embedded.clickhouse_server.connection import Connection, quoted
from pipeline.embedded.clickhouse_server.errors import EngineError, translated
from schemas.errors import Fatal


class Engine:
    """One data directory, open for the lifetime of the process. Safe to call from any thread.

    Raises:
        Fatal: the directory is in use by another process, or the engine cannot open it.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        _refuse_if_locked(path)
        self._path = str(path.resolve())
        # The engine lives as long as its first session.
        try:
            self._session = _session(self._path)
        except RuntimeError as error:
            raise Fatal(f"the ClickHouse engine cannot open {path}: {error}") from error
        self.version = self._ask("SELECT version()")
        self.timezone = self._ask("SELECT timezone()")
        self.host = self._ask("SELECT hostName()")

    def connect(self) -> Connection:
        """A connection with settings, database and temporary tables of its own."""
        return Connection(_session(self._path))

    def cancel(self, comment: str | None = None) -> None:
        """Cancel the statements that run under this `log_comment`; without one, all that run."""
        chosen = "1" if comment is None else f"Settings['log_comment'] = {quoted(comment)}"
        with suppress(EngineError), translated():
            self._session.query(f"KILL QUERY WHERE {chosen} ASYNC FORMAT Null")

    def close(self) -> None:
        """Write out what is in memory and give the directory free."""
        self._session.close()

    def _ask(self, sql: str) -> str:
        return str(self._session.query(sql, "TabSeparated").bytes().decode().strip())


def _session(path: str) -> Any:  # noqa: ANN401 (chDB has no types)
    return Session(path)  # type: ignore[no-untyped-call]


def _refuse_if_locked(path: Path) -> None:
    # ClickHouse locks this file itself, but says so on standard error only.
    with (path / "status").open("a") as status:
        try:
            fcntl.flock(status, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Fatal(f"{path} is in use by another ClickHouse engine") from error
