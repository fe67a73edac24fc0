"""An after-sale of an order: a refund that the customer asks for, and what becomes of it.

It is asked for whenever it changes. A refund counts once, as of when the customer asked for it;
every status that follows is `custom`, without an amount.
"""

from collections.abc import Iterator
from datetime import datetime

from connectors.sdk.amounts import CNY, yuan_of_fen
from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_epoch
from connectors.wechat.people import identifiers_of
from schemas.event import Account, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent, event_id_of


def aftersale_events(raw: RawEvent, aftersale: Payload) -> Iterator[CustomerEvent]:
    """The request, where it is not older than `told_before` of the raw event's headers, and the
    status of now, where that is another.

    Raises:
        Reject: when it lacks its id, its status or its customer.
    """
    aftersale_id, status = aftersale.required("after_sale_order_id"), aftersale.required("status")
    asked_at = _time(raw, aftersale, "create_time")
    told_before = raw.headers.get("told_before")
    current = _event(raw, aftersale, aftersale_id, status)
    if not told_before or asked_at >= from_epoch(told_before, "told_before"):
        amount = yuan_of_fen(aftersale.child("refund_info").number("amount"))
        asked_id = f"aftersale:{aftersale_id}:asked"
        assert current.object is not None
        yield current.but(
            event_id=event_id_of(raw.platform, raw.source_account, asked_id),
            type=EventType.REFUND,
            platform_type="aftersale asked",
            occurred_at=asked_at,
            object=current.object.but(amount=amount, currency=None if amount is None else CNY),
        )
    if current.occurred_at != asked_at:
        yield current


def _event(raw: RawEvent, aftersale: Payload, aftersale_id: str, status: str) -> CustomerEvent:
    openid = aftersale.required("openid")
    return CustomerEvent(
        **origin_of(raw),
        type=EventType.CUSTOM,
        platform_type=f"aftersale {status}",
        occurred_at=_time(raw, aftersale, "update_time"),
        account=Account.of(raw.platform, raw.source_account, openid),
        identifiers=identifiers_of(raw, openid, aftersale.text("unionid")),
        object=ObjectRef(
            type="order",
            id=aftersale.text("order_id"),
            attributes={"after_sale_order_id": aftersale_id, "status": status},
        ),
    )


def _time(raw: RawEvent, aftersale: Payload, field: str) -> datetime:
    stated = aftersale.text(field)
    return from_epoch(stated, field) if stated else raw.received_at
