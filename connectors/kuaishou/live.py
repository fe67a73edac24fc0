"""What viewers do in a live room."""

from connectors.kuaishou.event_types import LIVE
from connectors.kuaishou.people import event_of
from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from schemas.event import Content, Context, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_GIFT_ATTRIBUTES = {
    "count": "giftCount",
    "unit_price": "giftUnitPrice",
    "total_price": "giftTotalPrice",
}
"""Attribute -> field. In what unit the prices are is not documented, so they are no amount."""


def is_by_anchor(raw: RawEvent, element: Payload) -> bool:
    """Whether the room's own streamer did it, who is the brand."""
    user_id = element.child("userInfo").text("userId")
    return user_id is not None and user_id == raw.headers.get("author_open_id")


def event(raw: RawEvent, element: Payload) -> CustomerEvent:
    """One element of a push; what the push says of all of them stands in the headers."""
    kind = raw.headers.get("push_type", raw.kind)
    meaning = LIVE.get(kind, EventType.CUSTOM)
    user = element.child("userInfo")
    nickname = user.text("userName")
    stated = {name: raw.headers.get(name) for name in ("room_code", "author_open_id")}
    time = from_epoch(raw.headers.get("timestamp"), "live_timestamp")
    return event_of(raw, user.required("userId"), kind, meaning, time).but(
        traits={"nickname": nickname} if nickname else {},
        content=(
            Content(text=element.text("content")) if meaning is EventType.LIVE_COMMENT else None
        ),
        object=_gift(element) if meaning is EventType.GIFT else _room(raw, element),
        context=Context(attributes={name: value for name, value in stated.items() if value}),
    )


def _gift(element: Payload) -> ObjectRef:
    return ObjectRef(
        type="gift",
        id=element.text("giftId"),
        title=element.text("giftName"),
        attributes={
            name: value
            for name, field in _GIFT_ATTRIBUTES.items()
            if (value := element.text(field))
        },
    )


def _room(raw: RawEvent, element: Payload) -> ObjectRef:
    """The room; of likes, how many there were."""
    likes = element.text("count")
    return ObjectRef(
        type="live_room",
        id=raw.headers.get("room_code"),
        attributes={"count": likes} if likes else {},
    )
