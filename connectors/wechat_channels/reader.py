"""From a shop's payloads to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading
from connectors.wechat.message import message_of
from connectors.wechat.push import MESSAGES, what_happened
from connectors.wechat_channels.aftersale import aftersale_events
from connectors.wechat_channels.event_types import EVENTS, POLLED
from connectors.wechat_channels.order import order_events
from connectors.wechat_channels.push import customer_event
from schemas.errors import Reject
from schemas.raw import RawEvent

ASKED_FOR = Ignored("what it is about is asked for, which says the same and more")


def read(raw: RawEvent) -> Reading:
    """Read a pushed event (`push`), an order or an after-sale that was asked for, or a list of ids.

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    match raw.kind:
        case "push":
            return _read_push(raw, message_of(raw.body_bytes))
        case "order":
            order = Payload(parse_object(raw.body_bytes)).child("order")
            return tuple(order_events(raw, order)) or Ignored("nothing new happened to the order")
        case "aftersale":
            answer = Payload(parse_object(raw.body_bytes))
            facts = tuple(aftersale_events(raw, answer.child("after_sale_order")))
            return facts or Ignored("nothing new happened to the after-sale")
        case "order_list":
            return Ignored("ids only; each order follows")
        case _:
            raise Reject("kind", "push, order, aftersale, order_list", raw.kind)


def _read_push(raw: RawEvent, message: Payload) -> Reading:
    kind, meaning = what_happened(message, MESSAGES, EVENTS)
    if isinstance(meaning, Ignored):
        return meaning
    if kind in POLLED and raw.headers.get("polled"):
        return ASKED_FOR
    return (customer_event(raw, message, kind, meaning),)
