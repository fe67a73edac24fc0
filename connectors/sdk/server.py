"""All receivers and pollers of a process in one ASGI app, and the pages that tell of them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from connectors.sdk.asking import platform_client
from connectors.sdk.cors import cors_headers, preflight_headers
from connectors.sdk.cursors import Cursors
from connectors.sdk.http_body import read_body
from connectors.sdk.listening import Listening
from connectors.sdk.metrics import Metrics
from connectors.sdk.pages import Pages
from connectors.sdk.polling import Polling
from connectors.sdk.publisher import Publisher
from connectors.sdk.receiver import Answer, Receiver, Refused, Request
from connectors.sdk.recent import RecentEvents
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens
from connectors.sdk.turns import Turns
from schemas.errors import Reject, Retry
from schemas.raw import RawEvent

log = structlog.get_logger()

MOST_LOGGED_IDS = 10
"""Of a refused call's events: enough to find the call by."""

_METHODS = ["GET", "POST", "OPTIONS"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a caller may ask of the server. `calls` is of how many at once one more is turned away,
    unless it is a GET.
    """

    body_seconds: float = 10.0
    poll_request_seconds: float = 20.0
    stop_seconds: float = 8.0
    unready_seconds: float = 10.0
    calls: int = 1500


def create_app(
    sources: Sequence[Source],
    publisher: Publisher,
    cursors: Cursors,
    tokens: Tokens,
    *,
    limits: Limits = Limits(),
) -> Starlette:
    """The app of these sources: `/{platform}/{name}` is a receiver, pollers and listeners run
    beside.

    On shutdown pollers finish the page they are at, and listeners publish what they have heard.
    The publisher stays the caller's to close.
    """
    server = _Server(sources, publisher, cursors, tokens, limits)
    return Starlette(
        lifespan=server.lifespan,
        routes=[
            *server.pages.routes,
            Route("/{platform}/{name}", server.answer, methods=_METHODS),
            Route("/{platform}/{name}/{path:path}", server.answer, methods=_METHODS),
        ],
    )


class _Server:
    def __init__(
        self,
        sources: Sequence[Source],
        publisher: Publisher,
        cursors: Cursors,
        tokens: Tokens,
        limits: Limits,
    ) -> None:
        self._sources = sources
        self._publisher = publisher
        self._cursors = cursors
        self._tokens = tokens
        self._limits = limits
        self._metrics = Metrics()
        self._metrics.pending_events.set_function(lambda: publisher.pending_events)
        self._recent = RecentEvents()
        self._turns = Turns()
        self._calls = 0
        self._receivers: dict[tuple[str, str], Receiver] = {
            (source.platform, source.name): receiver
            for source in sources
            if (receiver := source.receiver()) is not None
        }
        self._platforms = {source.platform for source in sources}
        self.pages = Pages(
            self._metrics,
            receivers=[f"/{platform}/{name}" for platform, name in self._receivers],
            unready_seconds=limits.unready_seconds,
        )

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Run pollers and listeners while the app runs."""
        stop = asyncio.Event()
        async with platform_client(self._limits.poll_request_seconds) as client:
            self.pages.running = [
                *(
                    Polling(poller, self._publisher, self._cursors, client, self._metrics, stop)
                    for source in self._sources
                    for poller in source.pollers(self._tokens)
                ),
                *(
                    Listening(listener, self._publisher, client, self._metrics, stop)
                    for source in self._sources
                    for listener in source.listeners(self._tokens)
                ),
            ]
            tasks = [asyncio.create_task(self._run(running)) for running in self.pages.running]
            yield
            stop.set()
            if tasks:
                _done, late = await asyncio.wait(tasks, timeout=self._limits.stop_seconds)
                for task in late:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, running: Polling | Listening) -> None:
        """Run it until it ends. By a bug it ends as one that waits for a person; the callbacks of
        all platforms go on, as nobody would hear them again.
        """
        try:
            await running.run()
        except Exception as error:
            log.exception("connector_crashed", name=running.name)
            running.work.crashed(error)

    async def answer(self, request: HttpRequest) -> Response:
        """Let the receiver check a call, publish what it held, and only then answer."""
        platform, name = request.path_params["platform"], request.path_params["name"]
        receiver = self._receivers.get((platform, name))
        if receiver is None:
            if platform in self._platforms:
                # Of the path no more is told: anyone may have written anything there.
                log.info("call_refused", platform=platform, status=404, reason="unknown_source")
            return Response("unknown_source", 404)
        origin = request.headers.get("origin")
        if request.method == "OPTIONS":
            return Response(
                status_code=204, headers=preflight_headers(receiver.allowed_origins, origin)
            )
        self._metrics.received.labels(platform, name).inc()
        self._calls += 1
        try:
            answer = await self._receive(request, receiver, platform, name)
        finally:
            self._calls -= 1
        return Response(
            answer.body,
            answer.status,
            headers=dict(answer.headers) | cors_headers(receiver.allowed_origins, origin),
            media_type=answer.media_type,
        )

    async def _receive(
        self, request: HttpRequest, receiver: Receiver, platform: str, name: str
    ) -> Answer:
        raws: Sequence[RawEvent] = ()
        try:
            body = await read_body(request, receiver.max_body_bytes, self._limits.body_seconds)
            if request.method != "GET":
                await self._wait_for_turn()
            received = receiver.receive(_as_request(request, body))
            raws = received.raws
            with self._metrics.publish_seconds.labels(platform, name).time():
                await self._publisher.publish_async(raws)
        except Refused as error:
            return self._refuse(platform, name, error.status, error.reason)
        except Reject:
            return self._refuse(platform, name, 413, "event_too_large", raws)
        except Retry as error:
            self.pages.turned_away()
            seconds = error.retry_after_seconds or 1
            answer = self._refuse(platform, name, 503, "broker_away", raws)
            return Answer(answer.body, status=503, headers={"retry-after": f"{seconds:.0f}"})
        if raws:
            self.pages.took()
        repeated = self._recent.add(raw.event_id for raw in received.raws)
        self._metrics.duplicates.labels(platform, name).inc(repeated)
        self._metrics.published.labels(platform, name).inc(len(received.raws))
        return received.answer

    async def _wait_for_turn(self) -> None:
        """Return when the call may go on. A GET need not wait, nor is it turned away: by GET a
        platform asks for its echo, and waits for no more than a second.

        Raises:
            Retry: too many calls are under way.
        """
        if self._calls > self._limits.calls:
            raise Retry("too many calls at once", retry_after_seconds=1)
        await self._turns.wait()

    def _refuse(
        self,
        platform: str,
        name: str,
        status: int,
        reason: str,
        raws: Sequence[RawEvent] = (),
    ) -> Answer:
        self._metrics.refused.labels(platform, name, reason).inc()
        log.info(
            "call_refused",
            platform=platform,
            source=name,
            status=status,
            reason=reason,
            events=len(raws),
            event_ids=[str(raw.event_id) for raw in raws[:MOST_LOGGED_IDS]],
        )
        # What was not read of the body must not be taken for the next request.
        headers = {"connection": "close"} if status in {408, 413} else {}
        return Answer(reason.encode(), status=status, headers=headers)


def _as_request(request: HttpRequest, body: bytes) -> Request:
    path = request.path_params.get("path", "")
    return Request(
        method=request.method,
        path=f"/{path}" if path else "",
        query=dict(request.query_params),
        query_text=request.url.query,
        headers={key.lower(): value for key, value in request.headers.items()},
        body=body,
        client_ip=request.client.host if request.client else None,
        received_at=datetime.now(UTC),
    )
