"""All receivers and pollers of a process in one ASGI app, and the pages that tell of them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from starlette.applications import Starlette
from starlette.routing import Route

from connectors.sdk.answering import Answering
from connectors.sdk.asking import platform_client
from connectors.sdk.cursors import Cursors
from connectors.sdk.listening import Listening
from connectors.sdk.metrics import Metrics
from connectors.sdk.pages import Pages
from connectors.sdk.polling import Polling
from connectors.sdk.publisher import Publisher
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens

log = structlog.get_logger()

_METHODS = ["GET", "POST", "OPTIONS"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a caller may ask of the server; `calls` is how many at once."""

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
            Route("/{platform}/{name}", server.answering.answer, methods=_METHODS),
            Route("/{platform}/{name}/{path:path}", server.answering.answer, methods=_METHODS),
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
        receivers = {
            (source.platform, source.name): receiver
            for source in sources
            if (receiver := source.receiver()) is not None
        }
        self.pages = Pages(
            self._metrics,
            receivers=[f"/{platform}/{name}" for platform, name in receivers],
            unready_seconds=limits.unready_seconds,
        )
        self.answering = Answering(
            receivers=receivers,
            platforms=frozenset(source.platform for source in sources),
            publisher=publisher,
            metrics=self._metrics,
            pages=self.pages,
            body_seconds=limits.body_seconds,
            most_calls=limits.calls,
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
