"""Reading a request's body: first its statement, then the data that may follow."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from pipeline.embedded.clickhouse_server.errors import EngineError
from pipeline.embedded.clickhouse_server.statement import Insert, Statement, read_statement

LONGEST_STATEMENT_BYTES = 8 * 1024 * 1024
"""Longest statement, apart from the data of an INSERT, which has no limit."""

_PIECE_BYTES = 1024 * 1024
_QUERY_IS_TOO_LARGE = 229


@dataclass(frozen=True, slots=True)
class Read:
    """A statement, and for an INSERT its data, still arriving."""

    statement: Insert | Statement
    data: AsyncIterator[bytes]


async def read_request(query: str, body: AsyncIterator[bytes]) -> Read:
    """Read the statement, which `query` begins (or is) and the body goes on with.

    Raises:
        EngineError: the statement cannot be served, or is too long.
    """
    text = f"{query}\n".encode() if query else b""
    while (statement := read_statement(text, complete=False)) is None:
        chunk = await anext(body, None)
        if chunk is None:
            statement = read_statement(text, complete=True)
            break
        text += chunk
        if len(text) > LONGEST_STATEMENT_BYTES and not isinstance(
            read_statement(text, complete=False), Insert
        ):
            raise EngineError(
                _QUERY_IS_TOO_LARGE,
                f"Query is too large: more than {LONGEST_STATEMENT_BYTES} bytes.",
            )
    if statement is None:
        raise AssertionError("a complete text is a statement or an error")
    at = statement.data_at if isinstance(statement, Insert) else len(text)
    return Read(statement, _pieces(text[at:], body))


async def _pieces(first: bytes, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The data in pieces large enough to be worth a call into the engine."""
    gathered, size = [first], len(first)
    async for chunk in body:
        gathered.append(chunk)
        size += len(chunk)
        if size >= _PIECE_BYTES:
            yield b"".join(gathered)
            gathered, size = [], 0
    if size:
        yield b"".join(gathered)
