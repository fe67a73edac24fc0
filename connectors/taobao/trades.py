"""What the list of trades tells: each step that a trade has passed, as an event of its own."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading, origin_of
from connectors.sdk.times import from_iso
from connectors.taobao.event_types import (
    CLOSED,
    CREATED,
    FINISHED,
    PAID,
    SHIPPED,
    STEPS,
    TOPICS,
)
from connectors.taobao.people import account_of, account_of_thing, identifiers_of, traits_of
from schemas.errors import Reject
from schemas.event import CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent, event_id_of

_ENDED = {
    "TRADE_FINISHED": FINISHED,
    "TRADE_CLOSED": CLOSED,
    "TRADE_CLOSED_BY_TAOBAO": CLOSED,
}


def step_id(raw: RawEvent, trade_id: str, step: str) -> UUID:
    """The id of a trade's step, whether the list or a message tells of it."""
    return event_id_of(raw.platform, raw.source_account, f"{step}:{trade_id}")


def events_of(raw: RawEvent, trade: Payload) -> Reading:
    """The steps of a trade in the list.

    Raises:
        Reject: when it has no id, or a time that is none.
    """
    trade_id = trade.text("tid_str") or trade.required("tid")
    app_key = raw.headers.get("app_key", raw.source_account)
    buyer = trade.text("buyer_open_uid")
    return tuple(
        CustomerEvent(
            **origin_of(raw, step_id(raw, trade_id, step)),
            type=_type_of(step),
            platform_type=step,
            occurred_at=occurred_at,
            account=account_of(raw.platform, app_key, buyer)
            if buyer
            else account_of_thing(raw.platform, app_key, f"order/{trade_id}"),
            identifiers=identifiers_of(app_key, buyer) if buyer else (),
            traits=traits_of(trade) if buyer else {},
            object=_order_of(trade, trade_id),
            anonymous=not buyer,
        )
        for step, occurred_at in _steps_of(trade)
    )


def _type_of(step: str) -> EventType:
    meaning = TOPICS[step]
    if step not in STEPS or not isinstance(meaning, EventType):
        raise Reject("step", "a step of a trade", step)
    return meaning


def _steps_of(trade: Payload) -> Iterator[tuple[str, datetime]]:
    """What has happened to it so far, and when."""
    yield CREATED, from_iso(trade.text("created"), "created")
    for step, field in ((PAID, "pay_time"), (SHIPPED, "consign_time")):
        if at := trade.text(field):
            yield step, from_iso(at, field)
    if ended := _ENDED.get(trade.text("status") or ""):
        yield ended, from_iso(trade.text("end_time", "modified"), "end_time")


def _order_of(trade: Payload, trade_id: str) -> ObjectRef:
    items = [_item_of(item) for item in trade.child("orders").children("order")]
    return ObjectRef(
        type="order",
        id=trade_id,
        title=items[0].get("title") if items else None,
        amount=trade.number("payment"),
        currency="CNY",
        attributes={"items": items} if items else {},
    )


def _item_of(item: Payload) -> dict[str, Any]:
    names = {
        "product_id": "num_iid",
        "sku_id": "sku_id",
        "title": "title",
        "quantity": "num",
        "price": "price",
    }
    return {name: value for name, field in names.items() if (value := item.text(field))}
