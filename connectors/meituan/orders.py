"""From Waimai's orders to customer events."""

from datetime import datetime
from uuid import UUID

from connectors.meituan.event_types import ORDERS
from connectors.meituan.form import fields_of
from connectors.meituan.recipient import PREFIX, identifiers_of, traits_of
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading, origin_of
from connectors.sdk.times import from_epoch
from schemas.event import Account, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent, event_id_of


def read_order(raw: RawEvent) -> Reading:
    """An order as it is by now. Whose it is the receiver has said, who knows the key of the hash.

    Raises:
        Reject: when it lacks its number or its status.
    """
    order = Payload(fields_of(raw.body_bytes))
    order_id, status = order.required("order_id"), order.required("status")
    meaning = ORDERS.get(status, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    is_known = raw.person_id.startswith(PREFIX)
    return (
        CustomerEvent(
            **origin_of(raw, _event_id(raw, order_id, meaning)),
            type=meaning,
            platform_type=f"order {status}",
            occurred_at=_time(order),
            account=Account.of(
                raw.platform,
                raw.source_account,
                raw.person_id if is_known else f"order/{order_id}",
            ),
            anonymous=not is_known,
            identifiers=identifiers_of(order) if is_known else (),
            traits=traits_of(order) if is_known else {},
            object=_object_of(order, order_id, status),
        ),
    )


def _event_id(raw: RawEvent, order_id: str, meaning: EventType) -> UUID:
    """Submitted and paid are two statuses of one order, which counts once."""
    if meaning is not EventType.ORDER:
        return raw.event_id
    return event_id_of(raw.platform, raw.source_account, f"order:{order_id}")


def _object_of(order: Payload, order_id: str, status: str) -> ObjectRef:
    attributes = {
        "status": status,
        "shop": order.text("app_poi_code"),
        "shown_id": order.text("wm_order_id_view"),
    }
    total = order.number("total")
    return ObjectRef(
        type="order",
        id=order_id,
        amount=total,
        currency=None if total is None else "CNY",
        attributes={name: value for name, value in attributes.items() if value},
    )


def _time(order: Payload) -> datetime:
    """When the order changed, or else when Waimai signed the call that tells of it."""
    for name in ("utime", "ctime", "timestamp"):
        if stated := order.text(name):
            return from_epoch(stated, name)
    return from_epoch(None, "timestamp")
