"""From Weibo's payloads to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from connectors.weibo import fans, posts
from connectors.weibo.event_types import DELETED, ERROR, EVENTS, MESSAGES, OWN
from schemas.errors import Reject
from schemas.event import EventType
from schemas.raw import RawEvent


def read(raw: RawEvent) -> Reading:
    """Read a message or event of the fans service (`fans`), a `comment` or a `status`.

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    payload = Payload(parse_object(raw.body_bytes))
    if payload.text("error_code"):
        return ERROR
    match raw.kind:
        case "fans":
            return _read_fans(raw, payload)
        case "comment" | "status":
            return _read_post(raw, payload)
        case _:
            raise Reject("kind", "fans, comment or status", raw.kind)


def _read_post(raw: RawEvent, post: Payload) -> Reading:
    if posts.is_deleted(post):
        return DELETED
    return OWN if posts.is_own(raw, post) else (posts.event_of(raw, post),)


def _read_fans(raw: RawEvent, message: Payload) -> Reading:
    kind = message.required("type")
    if kind != "event":
        return (fans.event_of(raw, message, kind, MESSAGES.get(kind, EventType.CUSTOM)),)
    kind = message.child("data").required("subtype")
    return (fans.event_of(raw, message, kind, EVENTS.get(kind, EventType.CUSTOM)),)
