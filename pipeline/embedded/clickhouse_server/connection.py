"""A client's place in the engine."""

import json
from collections.abc import Generator, Mapping
from contextlib import suppress
from typing import Any

from pipeline.embedded.clickhouse_server.errors import EngineError, translated
from pipeline.embedded.clickhouse_server.insertion import Insertion
from pipeline.embedded.clickhouse_server.result import Result

_PIECE_BYTES = 256 * 1024


class Connection:
    """One statement at a time. Every method may raise EngineError.

    `parameters` are the values of `{name:Type}` in the statements to come.
    """

    def __init__(self, session: Any) -> None:  # noqa: ANN401 (chDB has no types)
        self._session = session
        self.parameters: Mapping[str, str] = {}

    def use(self, database: str) -> None:
        """Set the database that unqualified names are looked up in."""
        self.run(f"USE `{database.replace(chr(96), chr(96) * 2)}`")

    def apply(self, settings: Mapping[str, str]) -> None:
        """Set settings for all statements to come."""
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

    def run(self, sql: str, format_name: str = "TabSeparated") -> Result:
        """Run a statement to its end."""
        try:
            with translated():
                result = self._session.query(sql, format_name, params=dict(self.parameters))
        except EngineError:
            self._drain()
            raise
        return Result(
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
        with translated():
            result = self._session.send_query(sql, format_name, params=dict(self.parameters))
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

    def insert(self, head: str, data_format: str) -> Insertion:
        """Begin `INSERT` of data that follows piece by piece."""
        self.apply({f"param_{name}": value for name, value in self.parameters.items()})
        with translated():
            return Insertion(self._session.send_insert(head, data_format))

    def close(self) -> None:
        """Forget the connection's settings and temporary tables."""
        self._session.close()

    def _drain(self) -> None:
        # chDB gives what a failed statement had already written out as the next one's result.
        with suppress(EngineError), translated():
            self._session.query("SELECT 1 FORMAT Null")


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
            with translated():
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
        with suppress(EngineError), translated():
            result.cancel()
