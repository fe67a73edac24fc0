"""From Doudian's messages to customer events."""

from datetime import datetime

from connectors.douyin_shop.event_types import TAGS
from connectors.douyin_shop.receiver import MESSAGE
from connectors.sdk.amounts import CNY, yuan_of_fen
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading, origin_of
from connectors.sdk.times import from_epoch
from schemas.errors import Reject
from schemas.event import Account, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_TIMES = ("apply_time", "cancel_time", "complete_time", "pay_time", "create_time", "update_time")
"""What happens later stands first: a message may repeat when it was before."""

_AMOUNTS = ("refund_amount", "pay_amount", "total_amount")
_ATTRIBUTES = (
    "shop_id",
    "order_status",
    "order_type",
    "pay_type",
    "aftersale_id",
    "aftersale_status",
    "aftersale_type",
    "reason_code",
)
"""Fields of a message that the order keeps, codes as Doudian has them."""


def read(raw: RawEvent) -> Reading:
    """Read one message.

    Raises:
        Reject: when it has no tag, or tells of no order.
    """
    if raw.kind != MESSAGE:
        raise Reject("kind", MESSAGE, raw.kind)
    message = Payload(parse_object(raw.body_bytes))
    tag = message.required("tag")
    meaning = TAGS.get(tag, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    data = message.child("data")
    order_id = data.required("p_id")
    event = CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=tag,
        occurred_at=_time_of(raw, data),
        account=Account.of(raw.platform, raw.source_account, f"order/{order_id}"),
        object=_order_of(order_id, data),
        anonymous=True,
    )
    return (event,)


def _time_of(raw: RawEvent, data: Payload) -> datetime:
    """When it happened; messages about a status do not always tell."""
    for name in _TIMES:
        # Doudian writes 0 for what has not happened.
        if (stated := data.text(name)) not in (None, "0"):
            return from_epoch(stated, data.at(name))
    return raw.received_at


def _order_of(order_id: str, data: Payload) -> ObjectRef:
    attributes = {name: value for name in _ATTRIBUTES if (value := data.text(name))}
    return ObjectRef(
        type="order",
        id=order_id,
        amount=yuan_of_fen(data.number(*_AMOUNTS)),
        currency=CNY,
        attributes=attributes,
    )
