"""What viewers do in a live room."""

from connectors.douyin.event_types import LIVE
from connectors.douyin.people import event_of, nickname_of
from connectors.sdk.amounts import CNY, yuan_of_fen
from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from schemas.event import Content, Context, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent


def event(raw: RawEvent, message: Payload) -> CustomerEvent:
    """One live message; the raw event's kind is its type, the room stands in the headers."""
    reason = message.text("fansclub_reason_type") if raw.kind == "live_fansclub" else None
    kind = f"{raw.kind} {reason}" if reason else raw.kind
    meaning = LIVE.get(kind, EventType.CUSTOM)
    time = from_epoch(message.text("timestamp"), "timestamp")
    room_id = raw.headers.get("room_id")
    level = message.text("fansclub_level")
    return event_of(raw, message.required("sec_openid"), kind, meaning, time).but(
        traits=nickname_of(message, "nickname") | ({"fans_club_level": level} if level else {}),
        content=Content(text=message.text("content")) if raw.kind == "live_comment" else None,
        object=_gift_of(message) if raw.kind == "live_gift" else _room(message, room_id),
        context=Context(attributes={"room_id": room_id} if room_id else {}),
    )


def _gift_of(message: Payload) -> ObjectRef:
    """The gift; its amount is that of all that were given at once, stated in fen."""
    count = message.text("gift_num")
    return ObjectRef(
        type="gift",
        id=message.text("sec_gift_id"),
        amount=yuan_of_fen(message.number("gift_value")),
        currency=CNY,
        attributes={"count": count} if count else {},
    )


def _room(message: Payload, room_id: str | None) -> ObjectRef:
    """The room; of likes, which Douyin adds up for two seconds, how many there were."""
    likes = message.text("like_num")
    return ObjectRef(type="live_room", id=room_id, attributes={"count": likes} if likes else {})
