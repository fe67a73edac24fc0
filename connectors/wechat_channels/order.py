"""An order that was asked for: what happened to it, each fact once.

An order is asked for whenever it changes, and says all that ever happened to it. So an event's id
is that of the fact, not of the asking; and facts from before all had shown were told then, perhaps
longer ago than anybody remembers ids.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from connectors.sdk.amounts import CNY, yuan_of_fen
from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_epoch
from connectors.wechat.people import identifiers_of
from connectors.wechat_channels.event_types import FACTS
from schemas.event import Account, Context, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent, event_id_of

_CANCELLED = "250"
_WITH_AMOUNT = frozenset({EventType.ORDER, EventType.PAYMENT})


def fact_id(raw: RawEvent, order_id: str, fact: str) -> UUID:
    """The id of what happened to an order, whether it is pushed or the order tells of it."""
    return event_id_of(raw.platform, raw.source_account, f"order:{order_id}:{fact}")


def order_events(raw: RawEvent, order: Payload) -> Iterator[CustomerEvent]:
    """The facts since `told_before` of the raw event's headers; without that all of them.

    Raises:
        Reject: when the order lacks its id, its customer or a time.
    """
    told_before = raw.headers.get("told_before")
    since = from_epoch(told_before, "told_before") if told_before else None
    order_id, openid = order.required("order_id"), order.required("openid")
    detail = order.child("order_detail")
    about = _object(order_id, order, detail)
    price = yuan_of_fen(detail.child("price_info").number("order_price"))
    for fact, at in _facts(order, detail):
        meaning = FACTS[fact]
        if not isinstance(meaning, EventType) or (since and at < since):
            continue
        amount = price if meaning in _WITH_AMOUNT else None
        yield CustomerEvent(
            **origin_of(raw, fact_id(raw, order_id, fact)),
            type=meaning,
            platform_type=f"order {fact}",
            occurred_at=at,
            account=Account.of(raw.platform, raw.source_account, openid),
            identifiers=identifiers_of(raw, openid, order.text("unionid")),
            traits=_traits(detail.child("delivery_info").child("address_info")),
            object=about.but(amount=amount, currency=CNY if amount is not None else None),
            context=Context(campaign=_campaign(detail.child("ext_info"))),
        )


def _facts(order: Payload, detail: Payload) -> Iterator[tuple[str, datetime]]:
    yield "created", from_epoch(order.text("create_time"), "create_time")
    for fact, content, field in (
        ("paid", detail.child("pay_info"), "pay_time"),
        ("delivered", detail.child("delivery_info"), "ship_done_time"),
    ):
        time = content.text(field)
        if time and time != "0":
            yield fact, from_epoch(time, field)
    if order.text("status") == _CANCELLED:
        yield "cancelled", from_epoch(order.text("update_time"), "update_time")


def _object(order_id: str, order: Payload, detail: Payload) -> ObjectRef:
    products = detail.children("product_infos")
    attributes: dict[str, Any] = {"products": [_product(product) for product in products]}
    if status := order.text("status"):
        attributes["status"] = status
    title = products[0].text("title") if products else None
    return ObjectRef(type="order", id=order_id, title=title, attributes=attributes)


def _product(product: Payload) -> dict[str, str]:
    price = yuan_of_fen(product.number("sale_price"))
    fields = {
        "product_id": product.text("product_id"),
        "sku_id": product.text("sku_id"),
        "title": product.text("title"),
        "count": product.text("sku_cnt"),
        "price": None if price is None else str(price),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _traits(address: Payload) -> dict[str, str]:
    """What is shown of who receives it. A number that is whole may be a virtual one."""
    traits = {
        "name": address.text("user_name"),
        "masked_phone": address.text("tel_number"),
        "province": address.text("province_name"),
        "city": address.text("city_name"),
    }
    if "*" not in (traits["masked_phone"] or ""):
        traits["masked_phone"] = None
    return {name: value for name, value in traits.items() if value is not None}


def _campaign(ext: Payload) -> dict[str, str]:
    """The channel's account and live stream that led to the order."""
    fields = {name: ext.text(name) for name in ("finder_id", "live_id")}
    return {name: value for name, value in fields.items() if value is not None}
