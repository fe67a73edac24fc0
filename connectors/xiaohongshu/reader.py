"""From the shop's payloads to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading
from connectors.xiaohongshu.event_types import ASKED_FOR, GOODS, STATUS_CHANGE, TAGS
from connectors.xiaohongshu.orders import of_after_sale, of_order, of_status
from connectors.xiaohongshu.push import Push
from schemas.errors import Reject
from schemas.event import EventType
from schemas.raw import RawEvent

POLLED = "polled"
"""A header of pushes: the orders are asked for."""


def read(raw: RawEvent) -> Reading:
    """Read an element of a push (`push`), or an order that was asked for (`order`).

    Raises:
        Reject: when it is neither, or lacks what every one of them has.
    """
    match raw.kind:
        case "push":
            return _read_push(raw, Push.of(raw.body_bytes))
        case "order":
            return tuple(of_order(raw, Payload(parse_object(raw.body_bytes))))
        case _:
            raise Reject("kind", "push or order", raw.kind)


def _read_push(raw: RawEvent, push: Push) -> Reading:
    if push.tag == STATUS_CHANGE:
        return ASKED_FOR if raw.headers.get(POLLED) else (of_status(raw, push),)
    meaning = TAGS.get(push.tag, EventType.CUSTOM if push.order_id else GOODS)
    return meaning if isinstance(meaning, Ignored) else (of_after_sale(raw, push),)
