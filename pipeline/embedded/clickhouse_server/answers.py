"""Answers to a statement: whole, piece by piece, or an error."""

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from pipeline.embedded.clickhouse_server.compression import BLOCKS, Compressor, compressor
from pipeline.embedded.clickhouse_server.engine import Engine
from pipeline.embedded.clickhouse_server.errors import EngineError
from pipeline.embedded.clickhouse_server.formats import content_type
from pipeline.embedded.clickhouse_server.request import Asked
from pipeline.embedded.clickhouse_server.result import Result

_TAG_BYTES = 8


def common_headers(engine: Engine, query_id: str) -> dict[str, str]:
    """The headers of every answer."""
    return {
        "X-ClickHouse-Query-Id": query_id,
        "X-ClickHouse-Server-Display-Name": engine.host,
        "X-ClickHouse-Timezone": engine.timezone,
    }


def whole(engine: Engine, asked: Asked, answer: Result, format_name: str) -> Response:
    """The complete result with its summary. Call it in a thread: it compresses."""
    headers = _headers(engine, asked, format_name) | {"X-ClickHouse-Summary": answer.summary}
    body = answer.body
    if asked.encoding is not None:
        packed = compressor(asked.encoding)
        body = packed.compress(body) + packed.flush()
    return Response(body, headers=headers)


def refusal(engine: Engine, query_id: str, error: EngineError, *, in_blocks: bool) -> Response:
    """The error as ClickHouse writes it: in native blocks for a client that reads only those."""
    body = _text(engine, error).encode()
    if in_blocks:
        packed = compressor(BLOCKS)
        body = packed.compress(body) + packed.flush()
    return Response(
        body,
        status_code=error.status,
        headers=common_headers(engine, query_id)
        | {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-ClickHouse-Exception-Code": str(error.code),
        },
    )


class Streamed(StreamingResponse):
    """A result piece by piece; however it ends, what it `holds` is closed.

    An error after the first piece cannot change the status any more. As ClickHouse does, it is
    written behind the last piece between the tag that `X-ClickHouse-Exception-Tag` announced.
    """

    def __init__(
        self,
        engine: Engine,
        asked: Asked,
        format_name: str,
        pieces: AsyncIterator[bytes],
        holds: AsyncExitStack,
    ) -> None:
        tag = secrets.token_hex(_TAG_BYTES)
        packed = compressor(asked.encoding) if asked.encoding is not None else _Plain()
        super().__init__(
            _packed(_held(_with_error(engine, tag, pieces), holds), packed),
            headers=_headers(engine, asked, format_name) | {"X-ClickHouse-Exception-Tag": tag},
        )
        self._holds = holds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._holds.aclose()


class _Plain:
    """Compresses nothing."""

    def compress(self, data: bytes) -> bytes:
        return data

    def flush(self) -> bytes:
        return b""


async def _packed(pieces: AsyncIterator[bytes], packed: Compressor) -> AsyncIterator[bytes]:
    async for piece in pieces:
        yield packed.compress(piece)
    yield packed.flush()


async def _held(pieces: AsyncIterator[bytes], holds: AsyncExitStack) -> AsyncIterator[bytes]:
    """Close before the end is sent: the client's next request may want the same session."""
    async for piece in pieces:
        yield piece
    await holds.aclose()


async def _with_error(
    engine: Engine, tag: str, pieces: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    try:
        async for piece in pieces:
            yield piece
    except EngineError as error:
        text = _text(engine, error).encode()
        yield b"".join(
            (
                f"__exception__\r\n{tag}\r\n".encode(),
                text,
                f"{len(text)} {tag}\r\n__exception__\r\n".encode(),
            )
        )


def _headers(engine: Engine, asked: Asked, format_name: str) -> dict[str, str]:
    headers = common_headers(engine, asked.query_id) | {
        "X-ClickHouse-Format": format_name,
        "Content-Type": content_type(format_name),
    }
    if asked.encoding in {None, BLOCKS}:
        return headers
    return headers | {"Content-Encoding": str(asked.encoding)}


def _text(engine: Engine, error: EngineError) -> str:
    version = f"(version {engine.version})"
    text = str(error)
    return text + "\n" if version in text else f"{text} {version}\n"
