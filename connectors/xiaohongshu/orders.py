"""From what is told of an order to events of nobody, each fact once however it is told."""

from collections.abc import Iterator
from datetime import datetime

from connectors.sdk.amounts import CNY, yuan_of_fen
from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_epoch
from connectors.xiaohongshu.event_types import FACTS, STATUSES, TAGS
from connectors.xiaohongshu.push import Push
from schemas.event import Account, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent, event_id_of

_TIMES = {
    "shipped": "deliveryTime",
    "done": "finishTime",
    "cancelled": "cancelTime",
}
"""Where an order says when it was; else it was with its last update."""

_WITH_AMOUNT = frozenset({EventType.ORDER, EventType.PAYMENT})
_ATTRIBUTES = ("orderStatus", "orderType", "orderAfterSalesStatus")


def of_status(raw: RawEvent, push: Push) -> CustomerEvent:
    """A push that an order has another status.

    Raises:
        Reject: when it lacks the status or the time.
    """
    status = push.data.required("orderStatus")
    at = from_epoch(push.data.text("updateTime"), "data.updateTime")
    return _event(raw, push.data, STATUSES.get(status, f"status {status}"), at)


def of_order(raw: RawEvent, order: Payload) -> Iterator[CustomerEvent]:
    """An order that was asked for: all that it says to have happened.

    Raises:
        Reject: when it lacks its number, its status or its time.
    """
    status = order.required("orderStatus")
    updated_at = from_epoch(order.text("updateTime", "createdTime"), "updateTime")
    facts = {"placed": _time(order, "createdTime"), "paid": _time(order, "paidTime")}
    now = STATUSES.get(status, f"status {status}")
    if now != "partly_shipped":
        facts["shipped"] = _time(order, _TIMES["shipped"])
    facts[now] = facts.get(now) or _time(order, _TIMES.get(now, "")) or updated_at
    for fact, at in facts.items():
        if at is not None:
            yield _event(raw, order, fact, at)


def of_after_sale(raw: RawEvent, push: Push) -> CustomerEvent:
    """A push about a refund, a return or an exchange.

    Raises:
        Reject: when it lacks its time.
    """
    returns_id = push.data.text("returnsId")
    return CustomerEvent(
        **origin_of(raw),
        type=_meaning(push.tag),
        platform_type=push.tag,
        occurred_at=from_epoch(push.data.text("updateTime"), "data.updateTime"),
        account=Account.of(raw.platform, raw.source_account, f"order/{push.order_id}"),
        anonymous=True,
        object=ObjectRef(type="refund", id=returns_id, attributes={"order_id": push.order_id}),
    )


def _event(raw: RawEvent, order: Payload, fact: str, at: datetime) -> CustomerEvent:
    order_id = order.required("orderId")
    meaning = FACTS.get(fact, EventType.CUSTOM)
    amount = yuan_of_fen(order.number("totalPayAmount")) if meaning in _WITH_AMOUNT else None
    return CustomerEvent(
        **origin_of(raw, event_id_of(raw.platform, raw.source_account, f"order:{order_id}:{fact}")),
        type=meaning,
        platform_type=f"order {fact}",
        occurred_at=at,
        account=Account.of(raw.platform, raw.source_account, f"order/{order_id}"),
        anonymous=True,
        object=ObjectRef(
            type="order",
            id=order_id,
            amount=amount,
            currency=None if amount is None else CNY,
            attributes={name: value for name in _ATTRIBUTES if (value := order.text(name))},
        ),
    )


def _meaning(tag: str) -> EventType:
    meaning = TAGS.get(tag)
    return meaning if isinstance(meaning, EventType) else EventType.CUSTOM


def _time(order: Payload, name: str) -> datetime | None:
    """A time that may not have come; it is absent then, or zero."""
    stated = order.text(name)
    return None if stated in (None, "0") else from_epoch(stated, name)
