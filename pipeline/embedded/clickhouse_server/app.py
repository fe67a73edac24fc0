"""ClickHouse's HTTP interface as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TypeVar

import structlog
from anyio import CancelScope, CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pipeline.embedded.clickhouse_server.answers import Streamed, refusal, whole
from pipeline.embedded.clickhouse_server.blocks import unpacked
from pipeline.embedded.clickhouse_server.compression import decompressed
from pipeline.embedded.clickhouse_server.connection import Connection
from pipeline.embedded.clickhouse_server.dictionaries import Dictionaries
from pipeline.embedded.clickhouse_server.engine import Engine
from pipeline.embedded.clickhouse_server.errors import EngineError
from pipeline.embedded.clickhouse_server.form import Form, read_form
from pipeline.embedded.clickhouse_server.formats import STREAMABLE
from pipeline.embedded.clickhouse_server.lease import Lease
from pipeline.embedded.clickhouse_server.reading import Read, read_request
from pipeline.embedded.clickhouse_server.request import Asked
from pipeline.embedded.clickhouse_server.result import Result
from pipeline.embedded.clickhouse_server.sessions import Sessions
from pipeline.embedded.clickhouse_server.sites import RefuseOtherSites
from pipeline.embedded.clickhouse_server.statement import Insert, Statement

log = structlog.get_logger()

STATEMENTS_AT_ONCE = 16
"""Statements in the engine at the same time. Further ones wait; `/ping` never does."""

_READONLY = 164
_CLIENT_LEFT = 499
_CANCEL_AGAIN_SECONDS = 1.0
_Result = TypeVar("_Result")


class HttpInterface:
    """Serves one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sessions = Sessions(engine)
        self._dictionaries = Dictionaries(engine)
        self._threads = CapacityLimiter(STATEMENTS_AT_ONCE)

    @property
    def app(self) -> Starlette:
        """The application, closed to web pages: any may send requests to this machine."""
        return Starlette(
            routes=[
                Route("/ping", _alive),
                Route("/replicas_status", _alive),
                Route("/", self._statement, methods=["GET", "POST"]),
            ],
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
                Middleware(RefuseOtherSites),
            ],
        )

    def close(self) -> None:
        """Close the sessions that clients keep."""
        self._sessions.close()

    async def _statement(self, request: Request) -> Response:
        query_id = request.query_params.get("query_id", "")
        if request.method != "POST" and "query" not in request.query_params:
            return await _alive(request)
        try:
            content_type = request.headers.get("content-type", "")
            body = _body(request)
            form = Form()
            if content_type.lower().startswith("multipart/form-data"):
                form = await read_form(content_type, body)
            asked = Asked.of(request, form)
            query_id = asked.query_id
            read = await read_request(asked.query, body)
            if asked.read_only:
                _refuse_writing(read.statement)
            return await self._answer(request, asked, read)
        except EngineError as error:
            in_blocks = request.query_params.get("compress") in {"1", "true"}
            return refusal(self._engine, query_id, error, in_blocks=in_blocks)
        except ClientDisconnect:
            log.info("clickhouse_client_left", query_id=query_id)
            return Response(status_code=_CLIENT_LEFT)

    async def _answer(self, request: Request, asked: Asked, read: Read) -> Response:
        async with AsyncExitStack() as stack:
            lease = await self._in_thread(lambda: Lease(self._engine, self._sessions, asked))
            stack.push_async_callback(self._in_thread, lease.release)
            if isinstance(read.statement, Insert) or not read.statement.reads_only:
                # Also where it fails or its client leaves: a part of it may be in.
                written = partial(self._dictionaries.written, read.statement)
                stack.push_async_callback(self._in_thread, written)
            if isinstance(read.statement, Insert):
                answer = await self._insert(lease, read.statement, read.data)
                return whole(self._engine, asked, answer, asked.default_format)
            statement, connection = read.statement, lease.connection
            name = statement.format or asked.default_format
            await self._in_thread(lambda: self._dictionaries.refresh_for(statement, connection))
            async with self._cancelled_with_client(request, asked, statement):
                if asked.waits_for_end or not statement.streams or name not in STREAMABLE:
                    answer = await self._in_thread(lambda: connection.run(statement.sql, name))
                    if not answer.body:
                        answer = replace(
                            answer, body=await self._empty(connection, statement, name)
                        )
                    return await self._in_thread(lambda: whole(self._engine, asked, answer, name))
                pieces = await self._in_thread(lambda: connection.stream(statement.sql, name))
                stack.push_async_callback(self._in_thread, pieces.close)
                # An error before the first piece still gets its proper status.
                first = await self._in_thread(lambda: next(pieces, b""))
                first = first or await self._empty(connection, statement, name)
                following = self._following(first, pieces)
                return Streamed(self._engine, asked, name, following, stack.pop_all())

    async def _empty(self, connection: Connection, statement: Statement, name: str) -> bytes:
        if name != "Native" or not statement.streams:
            return b""
        return await self._in_thread(lambda: connection.native_header(statement.sql))

    async def _following(self, first: bytes, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
        piece = first
        while piece:
            yield piece
            piece = await self._in_thread(lambda: next(pieces, b""))

    async def _insert(self, lease: Lease, insert: Insert, data: AsyncIterator[bytes]) -> Result:
        insertion = await self._in_thread(
            lambda: lease.connection.insert(insert.head, insert.format)
        )
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._in_thread, insertion.cancel)
            async for piece in data:
                await self._in_thread(partial(insertion.append, piece))
            return await self._in_thread(insertion.finish)

    async def _in_thread(self, call: Callable[[], _Result]) -> _Result:
        """Run a call into the engine, to its end even when the request is cancelled.

        A connection must not be used by two threads.
        """
        result: _Result
        with CancelScope(shield=True):
            result = await to_thread.run_sync(call, limiter=self._threads)
        return result

    @asynccontextmanager
    async def _cancelled_with_client(
        self, request: Request, asked: Asked, statement: Statement
    ) -> AsyncIterator[None]:
        """Cancel a statement that only reads when nobody waits for its result any more."""

        async def cancel_when_gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            log.info("clickhouse_client_left", query_id=asked.query_id)
            while True:  # until it is gone: it may not have begun yet
                # Not by the statements' threads, which may all be taken by such statements.
                await to_thread.run_sync(self._engine.cancel, asked.query_id)
                await asyncio.sleep(_CANCEL_AGAIN_SECONDS)

        watch = asyncio.create_task(cancel_when_gone()) if statement.reads_only else None
        try:
            yield
        finally:
            if watch is not None:
                watch.cancel()


async def _alive(_: Request) -> Response:
    return PlainTextResponse("Ok.\n")


def _body(request: Request) -> AsyncIterator[bytes]:
    encoding = request.headers.get("content-encoding", "").lower()
    body: AsyncIterator[bytes] = request.stream()
    if encoding not in {"", "identity"}:
        body = decompressed(body, encoding)
    return unpacked(body) if request.query_params.get("decompress") == "1" else body


def _refuse_writing(statement: Insert | Statement) -> None:
    if not (isinstance(statement, Statement) and statement.reads_only):
        raise EngineError(
            _READONLY,
            "Cannot execute query in readonly mode. For queries over HTTP, method GET implies "
            "readonly. You should use method POST for modifying queries.",
        )
