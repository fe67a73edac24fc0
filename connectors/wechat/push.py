"""What all pushed messages and events have."""

from connectors.sdk.payload import Payload
from connectors.sdk.platform import EventTypes, Meaning
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_epoch
from connectors.wechat.people import identifiers_of, openid_of
from schemas.event import Account, Content, CustomerEvent, EventType
from schemas.raw import RawEvent

MESSAGES: EventTypes = {
    "text": EventType.MESSAGE,
    "image": EventType.MESSAGE,
    "voice": EventType.MESSAGE,
    "video": EventType.MESSAGE,
    "shortvideo": EventType.MESSAGE,
    "location": EventType.MESSAGE,
    "link": EventType.MESSAGE,
}
"""By MsgType: what a customer can send to every kind of account."""


def what_happened(
    message: Payload, messages: EventTypes, events: EventTypes
) -> tuple[str, Meaning]:
    """The message's or event's own type, and what that means; one that is not listed is `custom`.

    Raises:
        Reject: when the message has no type.
    """
    kind, listed = message.required("MsgType"), messages
    if kind == "event":
        kind, listed = message.required("Event"), events
    return kind, listed.get(kind, EventType.CUSTOM)


def event_of(raw: RawEvent, message: Payload, kind: str, meaning: EventType) -> CustomerEvent:
    """Who, and when.

    Raises:
        Reject: when the message does not say it.
    """
    openid = openid_of(message)
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=kind,
        occurred_at=from_epoch(message.text("CreateTime"), "CreateTime"),
        account=Account.of(raw.platform, raw.source_account, openid),
        identifiers=identifiers_of(raw, openid, message.text("UnionId", "unionid")),
    )


def content_of(message: Payload) -> Content | None:
    """What a message says; None for an event. A voice's text is WeChat's own recognition.

    Raises:
        Reject: when it has no MsgType.
    """
    kind = message.required("MsgType")
    if kind == "event":
        return None
    attributes = {
        "format": message.text("Format"),
        "thumbnail_media_id": message.text("ThumbMediaId"),
        "title": message.text("Title"),
        "scale": message.text("Scale"),
    }
    return Content(
        kind=kind,
        text=message.text("Content", "Recognition", "Label", "Description"),
        url=message.text("PicUrl", "Url"),
        media_id=message.text("MediaId"),
        attributes={name: value for name, value in attributes.items() if value is not None},
    )
