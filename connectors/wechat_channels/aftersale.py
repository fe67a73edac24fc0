"""An after-sale of an order: a refund where the money is back, a ticket until then."""

from connectors.sdk.amounts import CNY, yuan_of_fen
from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from connectors.wechat.people import identifiers_of
from connectors.wechat_channels.event_types import REFUNDED
from schemas.event import Account, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent


def meaning_of(status: str) -> EventType:
    """What a status means."""
    meaning = REFUNDED.get(status)
    return meaning if isinstance(meaning, EventType) else EventType.TICKET


def aftersale_event(raw: RawEvent, aftersale: Payload) -> CustomerEvent:
    """The after-sale as of its last update.

    Raises:
        Reject: when it lacks its id, its status or its customer.
    """
    status = aftersale.required("status")
    meaning = meaning_of(status)
    aftersale_id = aftersale.required("after_sale_order_id")
    openid = aftersale.required("openid")
    amount = yuan_of_fen(aftersale.child("refund_info").number("amount"))
    refunded = amount if meaning is EventType.REFUND else None
    updated_at = aftersale.text("update_time")
    return CustomerEvent(
        event_id=raw.event_id,
        platform=raw.platform,
        source_account=raw.source_account,
        type=meaning,
        platform_type=raw.kind,
        occurred_at=from_epoch(updated_at, "update_time") if updated_at else raw.received_at,
        received_at=raw.received_at,
        account=Account.of(raw.platform, raw.source_account, openid),
        identifiers=identifiers_of(raw, openid, aftersale.text("unionid")),
        object=ObjectRef(
            type="order",
            id=aftersale.text("order_id"),
            amount=refunded,
            currency=CNY if refunded is not None else None,
            attributes={
                "after_sale_order_id": aftersale_id,
                "status": status,
            },
        ),
    )
