"""The envelope of a webhook: who, to whom, which event; and its content, object or text."""

from collections.abc import Mapping
from datetime import datetime

from connectors.douyin.event_types import ACTIONS
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from schemas.raw import RawEvent

_TIMES = ("create_time", "action_time", "msg_time")


def content_of(call: Payload) -> Payload:
    """The content: an object, or JSON text of one; which of them differs from event to event.

    Raises:
        Reject: when it is something else.
    """
    content = call.content.get("content")
    if isinstance(content, str) and content:
        return Payload(parse_object(content.encode(), "content"), "content")
    return call.child("content")


def brand_of(call: Payload, headers: Mapping[str, str]) -> str | None:
    """The brand's own open_id: as configured, or else whose video was commented on."""
    return headers.get("brand") or call.text("to_user_id")


def kind_of(call: Payload, content: Payload) -> str:
    """The event's name, followed by what was done where the content tells that apart."""
    name = call.required("event")
    field = ACTIONS.get(name)
    action = content.text(field) if field else None
    return f"{name} {action}" if action else name


def time_of(raw: RawEvent, content: Payload) -> datetime:
    """When it happened, in seconds or milliseconds; some events do not tell, and just came."""
    for field in _TIMES:
        if stated := content.text(field):
            return from_epoch(stated, content.at(field))
    return raw.received_at
