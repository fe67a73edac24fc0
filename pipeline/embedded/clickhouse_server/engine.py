"""chDB, the ClickHouse engine in this process, and its connections."""

import fcntl
import json
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chdb.session import Session

from pipeline.embedded.clickhouse_server.errors import EngineError
from schemas.errors import Fatal

_PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole result and what it took."""

    body: bytes
    read_rows: int
    read_bytes: int
    written_rows: int
    written_bytes: int
    result_rows: int
    elapsed_seconds: float

    @property
    def summary(self) -> str:
        """The value of the header `X-ClickHouse-Summary`."""
        numbers = {
            "read_rows": self.read_rows,
            "read_bytes": self.read_bytes,
            "written_rows": self.written_rows,
            "written_bytes": self.written_bytes,
            "total_rows_to_read": self.read_rows,
            "result_rows": self.result_rows,
            "result_bytes": len(self.body),
            "elapsed_ns": round(self.elapsed_seconds * 1e9),
        }
        return json.dumps({name: str(number) for name, number in numbers.items()})


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

    def connect(self) -> "Connection":
        """A connection with settings, database and temporary tables of its own."""
        return Connection(_session(self._path))

    def cancel(self, comment: str | None = None) -> None:
        """Cancel the statements that run under this `log_comment`; without one, all that run."""
        chosen = "1" if comment is None else f"Settings['log_comment'] = {quoted(comment)}"
        with suppress(EngineError), _translated():
            self._session.query(f"KILL QUERY WHERE {chosen} ASYNC FORMAT Null")

    def close(self) -> None:
        """Write out what is in memory and give the directory free."""
        self._session.close()

    def _ask(self, sql: str) -> str:
        return str(self._session.query(sql, "TabSeparated").bytes().decode().strip())


class Connection:
    """One client's place in the engine: one statement at a time.

    Every method may raise EngineError.
    """

    def __init__(self, session: Any) -> None:  # noqa: ANN401 (chDB has no types)
        self._session = session

    def use(self, database: str) -> None:
        """Set the database that unqualified names are looked up in."""
        self.run(f"USE `{database.replace(chr(96), chr(96) * 2)}`")

    def apply(self, settings: Mapping[str, str]) -> None:
        """Set settings and, as `param_<name>`, query parameters, for all statements to come."""
        if settings:
            changes = ", ".join(f"{name} = {quoted(value)}" for name, value in settings.items())
            self.run(f"SET {changes}")

    def current(self, names: list[str]) -> dict[str, str]:
        """The values that these settings have now, ready for `apply`."""
        if not names:
            return {}
        asked = ", ".join(f"toString(getSetting({quoted(name)}))" for name in names)
        values = json.loads(self.run(f"SELECT {asked}", "JSONCompactEachRow").body)
        return dict(zip(names, values, strict=True))

    def run(self, sql: str, format_name: str = "TabSeparated") -> Answer:
        """Run a statement to its end."""
        try:
            with _translated():
                result = self._session.query(sql, format_name)
        except EngineError:
            self._drain()
            raise
        return Answer(
            body=bytes(result.bytes() or b""),
            read_rows=result.storage_rows_read(),
            read_bytes=result.storage_bytes_read(),
            written_rows=result.rows_written(),
            written_bytes=result.bytes_written(),
            result_rows=result.rows_read(),
            elapsed_seconds=result.elapsed(),
        )

    def stream(self, sql: str, format_name: str) -> Generator[bytes, None, None]:
        """A query's result in pieces. Closing the iterator cancels the query."""
        with _translated():
            result = self._session.send_query(sql, format_name)
        return _pieces(result)

    def native_header(self, sql: str) -> bytes:
        """A block of no rows in format Native, which tells the columns of an empty result.

        ClickHouse sends one; chDB sends nothing.
        """
        described = self.run(f"DESCRIBE ({sql}\n)", "JSONCompactEachRow").body
        columns = [json.loads(line)[:2] for line in described.splitlines()]
        block = bytearray(_leb128(len(columns)) + _leb128(0))
        for text in (text for column in columns for text in column):
            block += _leb128(len(text.encode())) + text.encode()
        return bytes(block)

    def insert(self, head: str, data_format: str) -> "Insertion":
        """Begin `INSERT` of data that follows piece by piece."""
        with _translated():
            return Insertion(self._session.send_insert(head, data_format))

    def close(self) -> None:
        """Forget the connection's settings and temporary tables."""
        self._session.close()

    def _drain(self) -> None:
        # chDB gives what a failed statement had already written out as the next one's result.
        with suppress(EngineError), _translated():
            self._session.query("SELECT 1 FORMAT Null")


class Insertion:
    """An INSERT under way. As in ClickHouse, blocks written before a failure stay."""

    def __init__(self, inserter: Any) -> None:  # noqa: ANN401 (chDB has no types)
        self._inserter = inserter

    def append(self, data: bytes) -> None:
        """Add a piece of data; it may end anywhere."""
        with _translated():
            self._inserter.append(data)

    def finish(self) -> Answer:
        """Commit. The rows are readable when this returns."""
        with _translated():
            result = self._inserter.finish()
        return Answer(
            body=b"",
            read_rows=result.rows_written,
            read_bytes=result.bytes_written,
            written_rows=result.rows_written,
            written_bytes=result.bytes_written,
            result_rows=result.rows_written,
            elapsed_seconds=result.elapsed,
        )

    def cancel(self) -> None:
        """Give up."""
        with suppress(EngineError), _translated():
            self._inserter.cancel()


def _session(path: str) -> Any:  # noqa: ANN401 (chDB has no types)
    return Session(path)  # type: ignore[no-untyped-call]


def quoted(text: str) -> str:
    r"""A string literal of ClickHouse SQL: `'it\'s'`."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _leb128(number: int) -> bytes:
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _pieces(result: Any) -> Generator[bytes, None, None]:  # noqa: ANN401 (chDB has no types)
    """Chunks of a streamed result, small ones joined."""
    gathered: list[bytes] = []
    size = 0
    try:
        while True:
            with _translated():
                chunk = result.fetch()
            if chunk is None:
                break
            gathered.append(bytes(chunk.bytes()))
            size += len(gathered[-1])
            if size >= _PIECE_BYTES:
                yield b"".join(gathered)
                gathered, size = [], 0
        if gathered:
            yield b"".join(gathered)
    finally:
        with suppress(EngineError), _translated():
            result.cancel()


class _translated:  # noqa: N801 (used as a word in a `with`)
    """Turns what chDB raises into EngineError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        # ChdbError is a plain Exception; inserts raise RuntimeError.
        if isinstance(error, Exception) and not isinstance(error, EngineError):
            raise EngineError.of(error) from error


def _refuse_if_locked(path: Path) -> None:
    # ClickHouse locks this file itself, but says so on standard error only.
    with (path / "status").open("a") as status:
        try:
            fcntl.flock(status, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Fatal(f"{path} is in use by another ClickHouse engine") from error
