"""A message or event of customer service 微信客服, as `kf/sync_msg` lists it."""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading
from connectors.sdk.times import from_epoch
from connectors.wecom.content import content_of, place_of
from connectors.wecom.event_types import NOBODY, ORIGINS, SERVICE_EVENTS
from connectors.wecom.people import event_of
from schemas.event import Context, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_EVENT_ATTRIBUTES = {
    "scene": "scene",
    "change": "change_type",
    "reason": "fail_type",
    "message_id": "fail_msgid",
    "recalled": "recall_msgid",
    "staff": "new_servicer_userid",
}
"""Attribute -> field. `scene` is the kind of entrance; the code in it is `scene_param`."""


def read_service_message(raw: RawEvent, message: Payload) -> Reading:
    """The customer's message, the staff's reply to the customer, or what happened between them.

    Raises:
        Reject: when it lacks what every message has.
    """
    kind = message.required("msgtype")
    if kind == "event":
        return _read_event(raw, message, message.child("event"))
    meaning = ORIGINS.get(message.required("origin"), EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    customer = message.text("external_userid")
    if customer is None:
        return NOBODY
    is_own = meaning is EventType.MESSAGE
    staff = message.text("servicer_userid")
    return (
        _event(raw, message, customer, meaning, kind).but(
            content=content_of(message, kind),
            traits=place_of(message, kind) if is_own else {},
            object=_account(message.text("open_kfid")),
            context=Context(attributes={"staff": staff} if staff else {}),
        ),
    )


def _read_event(raw: RawEvent, message: Payload, event: Payload) -> Reading:
    kind = event.required("event_type")
    meaning = SERVICE_EVENTS.get(kind, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    customer = event.text("external_userid") or message.text("external_userid")
    if customer is None:
        return NOBODY
    attributes = {
        name: value for name, field in _EVENT_ATTRIBUTES.items() if (value := event.text(field))
    }
    if channels := event.child("wechat_channels").text("nickname", "shop_nickname"):
        attributes["channels"] = channels
    return (
        _event(raw, message, customer, meaning, kind).but(
            object=_account(event.text("open_kfid") or message.text("open_kfid")),
            context=Context(
                scene=event.text("scene_param") or event.text("scene"), attributes=attributes
            ),
        ),
    )


def _event(
    raw: RawEvent, message: Payload, customer: str, meaning: EventType, kind: str
) -> CustomerEvent:
    at = from_epoch(message.text("send_time"), "send_time")
    return event_of(raw, customer, meaning, kind, at)


def _account(open_kfid: str | None) -> ObjectRef | None:
    return ObjectRef(type="service_account", id=open_kfid) if open_kfid else None
