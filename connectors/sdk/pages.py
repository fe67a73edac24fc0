"""What a connector process tells of itself: `/health`, `/ready` and `/metrics`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.sdk.listening import Listening
from connectors.sdk.metrics import Metrics
from connectors.sdk.polling import Polling


@dataclass(slots=True)
class Pages:
    """The pages of one process.

    Args:
        receivers: the paths that are answered.
        unready_seconds: for how long the process is not ready after it turned a call away.
        clock: in seconds, monotonic.
    """

    metrics: Metrics
    receivers: Sequence[str]
    unready_seconds: float
    clock: Callable[[], float] = time.monotonic
    running: list[Polling | Listening] = field(default_factory=list)
    _turned_away_at: float | None = None

    @property
    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/health", self.health),
            Route("/ready", self.ready),
            Route("/metrics", self.metrics_text),
        ]

    @property
    def is_ready(self) -> bool:
        """What `/ready` says."""
        since = self._turned_away_at
        return since is None or self.clock() - since > self.unready_seconds

    def turned_away(self) -> None:
        """A call was turned away: the broker did not confirm its events in time, or there were too
        many.
        """
        self._turned_away_at = self.clock()

    def took(self) -> None:
        """A call's events were confirmed."""
        self._turned_away_at = None

    async def health(self, _request: Request) -> Response:
        """What is received, polled and listened to, and what waits for a person."""
        pollers = {running.name: asdict(running.state) for running in self.running}
        stopped = any(state["state"] == "stopped" for state in pollers.values())
        return JSONResponse(
            {
                "status": "degraded" if stopped else "ok",
                "receivers": self.receivers,
                "pollers": pollers,
            }
        )

    async def ready(self, _request: Request) -> Response:
        """503 for a while after a call was turned away; 200 otherwise.

        Only calls tell whether they are taken again, so a balancer must soon send some.
        """
        return JSONResponse({"ready": self.is_ready}, status_code=200 if self.is_ready else 503)

    async def metrics_text(self, _request: Request) -> Response:
        """Metrics in the Prometheus text format."""
        self.metrics.ready.set(self.is_ready)
        return Response(generate_latest(self.metrics.registry), media_type=CONTENT_TYPE_LATEST)
