"""A shop's pushes: which are deliveries of one event, and what each tells."""

from uuid import UUID

from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from connectors.wechat.people import openid_of
from connectors.wechat.push import content_of, event_of
from connectors.wechat_channels.event_types import PUSHED_FACTS
from connectors.wechat_channels.order import fact_id
from schemas.event import Account, Context, CustomerEvent, EventType, ObjectRef
from schemas.personal import mask_text
from schemas.raw import RawEvent

_NAMELESS = {
    "channels_ec_aftersale_update": "finder_shop_aftersale_status_update",
    "channels_ec_complaint_update": "finder_shop_complaint",
}
"""Events whose FromUserName is the same for all customers -> the element that says what they are
about."""

_COUPONS = ("receive_info", "use_info", "unuse_info")

_ABOUT = {
    "order_info": ("order_id",),
    "finder_shop_aftersale_status_update": ("after_sale_order_id", "status"),
    "finder_shop_complaint": ("complaint_id", "complaint_status"),
    **dict.fromkeys(_COUPONS, ("user_coupon_id",)),
}
"""Element of an event -> its fields that tell two events of one second apart."""


def identify(message: Payload) -> tuple[str | None, str]:
    """Who acted, and what is the same for each delivery: MsgId, or who, when, what and about what.

    Raises:
        Reject: when the message does not say it.
    """
    openid = openid_of(message)
    if message_id := message.text("MsgId"):
        return openid, f"message:{message_id}"
    kind = message.text("Event") or message.required("MsgType")
    about = [
        message.child(element).text(name) or ""
        for element, names in _ABOUT.items()
        for name in names
        if element in message.content
    ]
    key = "event:" + "\x1f".join((openid, message.required("CreateTime"), kind, *about))
    return (None if kind in _NAMELESS else openid), key


def customer_event(raw: RawEvent, message: Payload, kind: str, meaning: EventType) -> CustomerEvent:
    """The event of a push.

    Raises:
        Reject: when it lacks what every one of them has.
    """
    event = event_of(raw, message, kind, meaning)
    if kind in _NAMELESS:
        return _nameless(event, message.child(_NAMELESS[kind]))
    order = message.child("order_info")
    if paid_at := order.text("pay_time"):
        event = event.but(occurred_at=from_epoch(paid_at, "order_info.pay_time"))
    came_from = message.text("SessionFrom")
    return event.but(
        event_id=_event_id(raw, kind, order),
        content=content_of(message),
        object=_order(order) if order.content else _coupon(message),
        context=Context(attributes={"session_from": mask_text(came_from)} if came_from else {}),
    )


def _event_id(raw: RawEvent, kind: str, order: Payload) -> UUID:
    """That of the fact, so that a shop which comes to be polled counts nothing twice.

    Of an order that is sent in parts only the last part is what the order tells.
    """
    fact, order_id = PUSHED_FACTS.get(kind), order.text("order_id")
    is_part = fact == "delivered" and order.text("finish_delivery") != "1"
    return (
        raw.event_id
        if fact is None or order_id is None or is_part
        else fact_id(raw, order_id, fact)
    )


def _nameless(event: CustomerEvent, about: Payload) -> CustomerEvent:
    """The event of nobody, on the order that it is about."""
    order_id = about.required("order_id")
    names = ("after_sale_order_id", "complaint_id", "status", "complaint_status")
    attributes = {name: value for name in names if (value := about.text(name))}
    return event.but(
        account=Account.of(event.platform, event.source_account, f"order/{order_id}"),
        identifiers=(),
        object=ObjectRef(type="order", id=order_id, attributes=attributes),
        anonymous=True,
    )


def _order(order: Payload) -> ObjectRef:
    names = ("cancel_type", "finish_delivery", "confirm_type")
    attributes = {name: value for name in names if (value := order.text(name))}
    return ObjectRef(type="order", id=order.required("order_id"), attributes=attributes)


def _coupon(message: Payload) -> ObjectRef | None:
    for element in _COUPONS:
        if coupon := message.child(element).text("coupon_id"):
            return ObjectRef(type="coupon", id=coupon)
    return None
