"""From WeChat's payloads to customer events."""

from collections.abc import Iterator

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading, nth_event_id
from connectors.sdk.xml_text import parse_xml
from connectors.wechat_oa import user_info
from connectors.wechat_oa.event_types import (
    CHOICE_EVENTS,
    CHOICES,
    EVENTS,
    MESSAGES,
    USER_INFO,
)
from connectors.wechat_oa.push import choices_of, content_of, event_of, object_of, traits_of
from schemas.errors import Reject
from schemas.event import CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent


def read(raw: RawEvent) -> Reading:
    """Read a pushed message or event (`push`), or what the platform knows of a follower.

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    if raw.kind == "push":
        return _read_push(raw, Payload(parse_xml(raw.body_bytes)))
    meaning = USER_INFO.get(raw.kind)
    if meaning is None:
        raise Reject("kind", "push, " + ", ".join(USER_INFO), raw.kind)
    if isinstance(meaning, Ignored):
        return meaning
    return (user_info.event_of(raw, Payload(parse_object(raw.body_bytes)), meaning),)


def _read_push(raw: RawEvent, message: Payload) -> Reading:
    if message.text("MsgSignature"):
        return Ignored("our own encrypted reply")
    kind = message.required("MsgType")
    if kind != "event":
        meaning = MESSAGES.get(kind, EventType.CUSTOM)
    elif (kind := message.required("Event")) in CHOICE_EVENTS:
        return tuple(_choices(raw, message, kind)) or Ignored("no template was chosen")
    else:
        meaning = EVENTS.get(kind, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    event = event_of(raw, message, kind, meaning)
    return (
        event.but(
            content=content_of(message),
            object=object_of(message, kind),
            traits=traits_of(message, kind),
            consent=_revoked(kind),
        ),
    )


def _choices(raw: RawEvent, message: Payload, kind: str) -> Iterator[CustomerEvent]:
    """One event for each message template that the customer accepted or rejected."""
    index = 0
    for choice in choices_of(message):
        meaning = CHOICES.get(choice.required("SubscribeStatusString"))
        if isinstance(meaning, EventType):
            template = choice.required("TemplateId")
            yield event_of(raw, message, kind, meaning).but(
                event_id=nth_event_id(raw, index),
                object=ObjectRef(type="template", id=template),
                consent={f"wechat_template:{template}": meaning is EventType.CONSENT_GIVEN},
            )
            index += 1


def _revoked(kind: str) -> dict[str, bool]:
    return {"wechat_profile": False} if kind == "user_authorization_revoke" else {}
