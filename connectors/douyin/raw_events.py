"""Raw events of what came in or was listed: whose it is, and what is the same event."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.douyin.envelope import brand_of, content_of
from connectors.douyin.event_types import COMMENT
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Request
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "douyin"
WEBHOOK = "webhook"


def webhook_event(request: Request, client_key: str, headers: Mapping[str, str]) -> RawEvent:
    """One webhook. It is the same event by its Msg-Id; a comment by its own id, as the lists tell
    of the same comments. `headers` tell the brand's own open_id.
    """
    try:
        call = Payload(parse_object(request.body))
        content = content_of(call)
        comment_id = _comment_told(call, content, brand_of(call, headers))
        sent = call.text("event") == "im_send_msg"
        person_id = call.text("to_user_id" if sent else "from_user_id")
    except Reject:
        comment_id = person_id = None
    message_id = request.headers.get("msg-id")
    if comment_id:
        dedupe_key = comment_key(comment_id)
    elif message_id:
        dedupe_key = f"message:{message_id}"
    else:
        dedupe_key = _body_key(request.body)
    return _raw_event(
        client_key,
        WEBHOOK,
        request.body,
        request.received_at,
        dedupe_key=dedupe_key,
        person_id=person_id,
        headers=headers,
    )


def _comment_told(call: Payload, content: Payload, brand: str | None) -> str | None:
    """The id of a comment, if the call tells all of it.

    It does not say to whom the brand replied, unless it names them. The list does, and what the
    list tells must not pass for a repetition of what told less.
    """
    if call.text("event") != "item_comment_reply":
        return None
    if content.text("comment_user_id") == brand and content.text("at_user_id") is None:
        return None
    return content.text("comment_id")


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """Where live messages of one type come from. `own` are the sec_openids of the brand's own."""

    app_id: str
    room_id: str
    message_type: str
    own: Collection[str] = ()


def live_events(body: bytes, room: LiveRoom, received_at: datetime) -> tuple[RawEvent, ...]:
    """One raw event for each element of a live push. What is no array is kept whole."""
    try:
        bodies = array_elements(body) or (body,)
    except Reject:
        bodies = (body,)
    return tuple(_live_event(each, room, received_at) for each in bodies)


def _live_event(body: bytes, room: LiveRoom, received_at: datetime) -> RawEvent:
    """One live message; the same event whether it was pushed or asked for as lost."""
    try:
        message = Payload(parse_object(body))
        message_id, person_id = message.text("msg_id"), message.text("sec_openid")
    except Reject:
        message_id = person_id = None
    dedupe_key = f"{room.message_type}:{message_id}" if message_id else _body_key(body)
    brand = person_id if person_id in room.own else None
    return _raw_event(
        room.app_id,
        room.message_type,
        body,
        received_at,
        dedupe_key=dedupe_key,
        person_id=person_id,
        headers={"room_id": room.room_id, "brand": brand or ""},
    )


def comment_event(
    body: bytes, client_key: str, headers: Mapping[str, str], received_at: datetime
) -> RawEvent:
    """An element of a list of comments. `headers` tell what it was written under."""
    try:
        comment = Payload(parse_object(body, "list"), "list")
        comment_id, author = comment.text("comment_id"), comment.text("comment_user_id")
    except Reject:
        comment_id = author = None
    if author == headers["brand"]:
        author = headers.get("customer", author)
    dedupe_key = comment_key(comment_id) if comment_id else _body_key(body)
    return _raw_event(
        client_key,
        COMMENT,
        body,
        received_at,
        dedupe_key=dedupe_key,
        person_id=author,
        headers=headers,
    )


def comment_key(comment_id: str) -> str:
    """What makes a comment the same event, however it came."""
    return f"comment:{comment_id}"


def _body_key(body: bytes) -> str:
    return f"body:{hashlib.sha256(body).hexdigest()}"


def _raw_event(
    source_account: str,
    kind: str,
    body: bytes,
    received_at: datetime,
    *,
    dedupe_key: str,
    person_id: str | None,
    headers: Mapping[str, str],
) -> RawEvent:
    return RawEvent.of(
        platform=PLATFORM,
        source_account=source_account,
        kind=kind,
        person_id=person_id,
        dedupe_key=dedupe_key,
        body=body,
        received_at=received_at,
        headers={name: value for name, value in headers.items() if value},
    )
