"""From a mini program's payloads to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading
from connectors.wechat.message import message_of
from connectors.wechat.push import event_of, what_happened
from connectors.wechat.templates import CHOICE_EVENTS, choice_events
from connectors.wechat_miniprogram import person, review
from connectors.wechat_miniprogram.event_types import EVENTS, MESSAGES, OTHERS
from connectors.wechat_miniprogram.push import content_of, context_of, object_of
from schemas.errors import Reject
from schemas.event import EventType
from schemas.raw import RawEvent

_EVENTS_OF = {"login": person.event_of, "review": review.event_of}


def read(raw: RawEvent) -> Reading:
    """Read a pushed message or event (`push`), a login or a review.

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    if raw.kind == "push":
        return _read_push(raw, message_of(raw.body_bytes))
    meaning = OTHERS.get(raw.kind)
    if not isinstance(meaning, EventType):
        raise Reject("kind", "push, " + ", ".join(OTHERS), raw.kind)
    return (_EVENTS_OF[raw.kind](raw, Payload(parse_object(raw.body_bytes)), meaning),)


def _read_push(raw: RawEvent, message: Payload) -> Reading:
    kind, meaning = what_happened(message, MESSAGES, EVENTS)
    if kind in CHOICE_EVENTS:
        return tuple(choice_events(raw, message, kind)) or Ignored("no template was chosen")
    if isinstance(meaning, Ignored):
        return meaning
    event = event_of(raw, message, kind, meaning)
    withdrawn = meaning is EventType.CONSENT_WITHDRAWN
    return (
        event.but(
            content=content_of(message),
            object=object_of(message, kind),
            context=context_of(message),
            consent={"wechat_profile": False} if withdrawn else {},
        ),
    )
