"""The receiver of a site, and what becomes of calls to it."""

from typing import Any

from pydantic import SecretStr

from connectors.sdk.receiver import Received, Request
from connectors.web.source import WebSource
from schemas.event import CustomerEvent
from tests.connectors.reading import RECEIVED_AT, VECTORS, events_of

RECEIVER = WebSource(
    name="shop",
    write_key=SecretStr(VECTORS["segment_auth"]["writeKey"]),
    snowplow_app_ids=("shop-web",),
    open_platform="brand",
).receiver()
AUTHORIZED = {"authorization": VECTORS["segment_auth"]["Authorization"]}
TP2 = "/com.snowplowanalytics.snowplow/tp2"


def received(
    path: str,
    body: bytes = b"",
    *,
    method: str = "POST",
    headers: Any = AUTHORIZED,
    query: str = "",
) -> Received:
    """What the receiver makes of a call from 198.51.100.9 at `RECEIVED_AT`."""
    return RECEIVER.receive(
        Request(method, path, {}, query, headers, body, "198.51.100.9", RECEIVED_AT)
    )


def events(received: Received) -> list[CustomerEvent]:
    return [event for raw in received.raws for event in events_of(raw)]
