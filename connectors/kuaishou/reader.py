"""From Kuaishou's payloads to customer events."""

from connectors.kuaishou import live, orders
from connectors.kuaishou.event_types import ACCOUNT_EVENTS, ANCHOR, LIVE, ORDERS
from connectors.kuaishou.receiver import CALL, OTHER_LIVE
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from schemas.errors import Reject
from schemas.raw import RawEvent


def read(raw: RawEvent) -> Reading:
    """Read what a viewer did, an order, or a webhook that was kept whole.

    Raises:
        Reject: when it is none of these, lacks what every one of them has, or is a webhook that
            is not known to come from no customer.
    """
    if raw.kind in LIVE or raw.kind == OTHER_LIVE:
        element = Payload(parse_object(raw.body_bytes))
        return ANCHOR if live.is_by_anchor(raw, element) else (live.event(raw, element),)
    if raw.kind in ORDERS:
        return (orders.event(raw, Payload(parse_object(raw.body_bytes))),)
    if raw.kind == CALL:
        event = Payload(parse_object(raw.body_bytes)).required("event")
        if (meaning := ACCOUNT_EVENTS.get(event.upper())) is not None:
            return meaning
        raise Reject("event", "one with a payload of people's doings, or a known one", event)
    raise Reject("kind", ", ".join((*LIVE, *ORDERS, OTHER_LIVE, CALL)), raw.kind)
