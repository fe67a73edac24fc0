"""A shop's pushes: which are deliveries of one event, and what each tells."""

from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from connectors.wechat.people import openid_of
from connectors.wechat.push import content_of, event_of
from connectors.wechat_channels.aftersale import aftersale_event, meaning_of
from schemas.event import Context, CustomerEvent, EventType, ObjectRef
from schemas.personal import mask_text
from schemas.raw import RawEvent

AFTERSALE = "channels_ec_aftersale_update"
_ABOUT = {
    "order_info": ("order_id",),
    "finder_shop_aftersale_status_update": ("after_sale_order_id", "status"),
    "finder_shop_complaint": ("complaint_id", "complaint_status"),
    "receive_info": ("user_coupon_id",),
    "use_info": ("user_coupon_id",),
    "unuse_info": ("user_coupon_id",),
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
    return (None if kind == AFTERSALE else openid), key


def customer_event(raw: RawEvent, message: Payload, kind: str, meaning: EventType) -> CustomerEvent:
    """The event of a push.

    Raises:
        Reject: when it lacks what every one of them has.
    """
    if kind == AFTERSALE:
        aftersale = message.child("finder_shop_aftersale_status_update")
        return aftersale_event(raw, aftersale).but(
            type=meaning_of(aftersale.required("status")),
            platform_type=kind,
            occurred_at=from_epoch(message.text("CreateTime"), "CreateTime"),
        )
    event = event_of(raw, message, kind, meaning)
    order, coupon = message.child("order_info"), message.child("receive_info")
    came_from = message.text("SessionFrom")
    if paid_at := order.text("pay_time"):
        event = event.but(occurred_at=from_epoch(paid_at, "order_info.pay_time"))
    return event.but(
        content=content_of(message),
        object=_order(order) or _coupon(coupon),
        context=Context(attributes={"session_from": mask_text(came_from)} if came_from else {}),
    )


def _order(order: Payload) -> ObjectRef | None:
    if not order.content:
        return None
    reason = order.text("cancel_type")
    attributes = {"cancel_type": reason} if reason else {}
    return ObjectRef(type="order", id=order.required("order_id"), attributes=attributes)


def _coupon(coupon: Payload) -> ObjectRef | None:
    return ObjectRef(type="coupon", id=coupon.text("coupon_id")) if coupon.content else None
