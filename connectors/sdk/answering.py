"""Answering platforms' calls: checked by a receiver, published, and only then answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from connectors.sdk.cors import cors_headers, preflight_headers
from connectors.sdk.http_body import read_body
from connectors.sdk.metrics import Metrics
from connectors.sdk.pages import Pages
from connectors.sdk.publisher import Publisher
from connectors.sdk.receiver import Answer, Receiver, Refused, Request
from connectors.sdk.repeats import Repeats
from connectors.sdk.turns import Turns
from schemas.errors import Reject, Retry
from schemas.raw import RawEvent

log = structlog.get_logger()

MOST_LOGGED_IDS = 10
"""Of a refused call's events: enough to find the call by."""


@dataclass(slots=True)
class Answering:
    """Answers the calls of one process.

    Args:
        receivers: by platform and name.
        platforms: those that are configured, with a receiver or without.
        body_seconds: how long a caller may take to send its body.
        most_calls: how many may be under way at once; one more is turned away, but for a GET.
    """

    receivers: Mapping[tuple[str, str], Receiver]
    platforms: frozenset[str]
    publisher: Publisher
    metrics: Metrics
    pages: Pages
    body_seconds: float
    most_calls: int
    _repeats: Repeats = field(default_factory=Repeats)
    _turns: Turns = field(default_factory=Turns)
    _calls: int = 0

    async def answer(self, request: HttpRequest) -> Response:
        """Let the receiver check a call, publish what it held, and only then answer."""
        platform, name = request.path_params["platform"], request.path_params["name"]
        receiver = self.receivers.get((platform, name))
        if receiver is None:
            if platform in self.platforms:
                # Of the path no more is told: anyone may have written anything there.
                log.info("call_refused", platform=platform, status=404, reason="unknown_source")
            return Response("unknown_source", 404)
        origin = request.headers.get("origin")
        if request.method == "OPTIONS":
            return Response(
                status_code=204, headers=preflight_headers(receiver.allowed_origins, origin)
            )
        self.metrics.received.labels(platform, name).inc()
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
            body = await read_body(request, receiver.max_body_bytes, self.body_seconds)
            if request.method != "GET":  # by which a platform asks for its echo, due in a second
                if self._calls > self.most_calls:
                    return self._turn_away(platform, name, "too_many_calls", 1)
                await self._turns.wait()
            received = receiver.receive(_as_request(request, body))
            raws = received.raws
            with self.metrics.publish_seconds.labels(platform, name).time():
                await self.publisher.publish_async(raws)
        except Refused as error:
            return self._refuse(platform, name, error.status, error.reason)
        except Reject:
            return self._refuse(platform, name, 413, "event_too_large", raws)
        except Retry as error:
            seconds = error.retry_after_seconds or 1
            return self._turn_away(platform, name, "broker_away", seconds, raws)
        if raws:
            self.pages.took()
        repeated = self._repeats.count(raw.event_id for raw in received.raws)
        self.metrics.duplicates.labels(platform, name).inc(repeated)
        self.metrics.published.labels(platform, name).inc(len(received.raws))
        return received.answer

    def _turn_away(
        self,
        platform: str,
        name: str,
        reason: str,
        seconds: float,
        raws: Sequence[RawEvent] = (),
    ) -> Answer:
        """Have the platform call again."""
        self.pages.turned_away()
        answer = self._refuse(platform, name, 503, reason, raws)
        return Answer(answer.body, status=503, headers={"retry-after": f"{seconds:.0f}"})

    def _refuse(
        self,
        platform: str,
        name: str,
        status: int,
        reason: str,
        raws: Sequence[RawEvent] = (),
    ) -> Answer:
        self.metrics.refused.labels(platform, name, reason).inc()
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
