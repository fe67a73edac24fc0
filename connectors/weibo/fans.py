"""Messages and events of the fans service."""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_english
from connectors.weibo.people import account_of, identifiers_of
from schemas.event import Content, Context, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_SCENE_KINDS = frozenset({"scan", "scan_follow"})
_CONSENTS = {"subscribe": True, "unsubscribe": False}


def event_of(raw: RawEvent, message: Payload, kind: str, meaning: EventType) -> CustomerEvent:
    """A message or event. `kind` is the message's type or the event's subtype."""
    uid, data = message.required("sender_id"), message.child("data")
    is_event = message.text("type") == "event"
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=kind,
        occurred_at=from_english(message.text("created_at"), "created_at"),
        account=account_of(raw.platform, uid),
        identifiers=identifiers_of(uid),
        traits=_place_of(data),
        content=None if is_event else _content_of(message, kind),
        object=_object_of(data, kind) if is_event else None,
        context=Context(scene=data.text("key") if kind in _SCENE_KINDS else None),
        consent={"weibo_message": _CONSENTS[kind]} if is_event and kind in _CONSENTS else {},
    )


def _content_of(message: Payload, kind: str) -> Content:
    """What was sent. Media are named by the ids under which Weibo keeps them."""
    data = message.child("data")
    return Content(
        kind="location" if kind == "position" else kind,
        text=message.text("text"),
        media_id=data.text("tovfid", "vfid"),
    )


def _object_of(data: Payload, kind: str) -> ObjectRef | None:
    """The menu entry or page of a click or view, the post of a mention."""
    key = data.text("key")
    if kind == "view":
        return ObjectRef(type="page", url=key)
    if kind == "click":
        return ObjectRef(type="menu_item", id=key)
    if kind == "mention":
        return ObjectRef(type="post", id=key)
    return None


def _place_of(data: Payload) -> dict[str, str]:
    """Where the person said to be, in a `position` message."""
    names = ("latitude", "longitude")
    return {name: value for name in names if (value := data.text(name))}
