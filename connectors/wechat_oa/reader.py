"""From WeChat's payloads to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading
from connectors.wechat.message import message_of
from connectors.wechat.push import MESSAGES, content_of, event_of, what_happened
from connectors.wechat.templates import CHOICE_EVENTS, choice_events
from connectors.wechat_oa import user_info
from connectors.wechat_oa.event_types import EVENTS, USER_INFO
from connectors.wechat_oa.push import object_of, scene_of, traits_of
from schemas.errors import Reject
from schemas.event import Context
from schemas.raw import RawEvent


def read(raw: RawEvent) -> Reading:
    """Read a pushed message or event (`push`), or what the platform knows of a follower.

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    if raw.kind == "push":
        return _read_push(raw, message_of(raw.body_bytes))
    meaning = USER_INFO.get(raw.kind)
    if meaning is None:
        raise Reject("kind", "push, " + ", ".join(USER_INFO), raw.kind)
    if isinstance(meaning, Ignored):
        return meaning
    return (user_info.event_of(raw, Payload(parse_object(raw.body_bytes)), meaning),)


def _read_push(raw: RawEvent, message: Payload) -> Reading:
    if message.text("MsgSignature"):
        return Ignored("our own encrypted reply")
    kind, meaning = what_happened(message, MESSAGES, EVENTS)
    if kind in CHOICE_EVENTS:
        return tuple(choice_events(raw, message, kind)) or Ignored("no template was chosen")
    if isinstance(meaning, Ignored):
        return meaning
    event = event_of(raw, message, kind, meaning)
    return (
        event.but(
            content=content_of(message),
            object=object_of(message, kind),
            context=Context(scene=scene_of(message, kind)),
            traits=traits_of(message, kind),
            consent=_revoked(kind),
        ),
    )


def _revoked(kind: str) -> dict[str, bool]:
    return {"wechat_profile": False} if kind == "user_authorization_revoke" else {}
