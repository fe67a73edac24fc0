"""Orders of a shop: placed or paid, by a buyer whose id comes along or by nobody."""

from connectors.kuaishou.event_types import ORDERS
from connectors.kuaishou.people import event_of
from connectors.sdk.amounts import CNY, yuan_of_fen
from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from schemas.event import Account, CustomerEvent, ObjectRef
from schemas.raw import RawEvent


def event(raw: RawEvent, order: Payload) -> CustomerEvent:
    """What the raw event's kind says of the order."""
    field, meaning = ORDERS[raw.kind]
    base = order.child("orderBaseInfo")
    order_id = base.required("oid")
    time = from_epoch(base.text(field), base.at(field))
    buyer = base.text("buyerOpenId")
    found = event_of(raw, buyer or f"order/{order_id}", raw.kind, meaning, time)
    if buyer is None:
        account = Account.of(raw.platform, raw.source_account, f"order/{order_id}")
        found = found.but(account=account, identifiers=(), anonymous=True)
    status = base.text("status")
    return found.but(
        object=ObjectRef(
            type="order",
            id=order_id,
            title=order.child("orderItemInfo").text("itemTitle"),
            amount=yuan_of_fen(base.number("totalFee")),
            currency=CNY,
            attributes={"status": status} if status else {},
        )
    )
