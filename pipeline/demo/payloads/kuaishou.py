"""Kuaishou: a live room, and a shop whose orders are asked for; its messages only ring.

Source: open.kuaishou.com, WebHook; open.kwaixiaodian.com, `open.order.cursor.list`, messages.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random
from typing import Any

from starlette.types import ASGIApp

from pipeline.demo import brand, spellings, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, Happenings, Lists
from pipeline.demo.payloads.writing import as_json, milliseconds, number, token
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import kuaishou, kuaishou_callbacks
from pipeline.simulator.call import Call

LIVE, SHOP = "live", "shop"
_APPS = {LIVE: "ks000000000000001", SHOP: "ks000000000000002"}
_APP_SECRET = "demo-app-secret-kuaishou"  # noqa: S105 (invented)
_SIGN_SECRET = "demo-sign-secret-kuaishou"  # noqa: S105 (invented)
_REFRESH_TOKEN = "demo-refresh-token-kuaishou"  # noqa: S105 (invented)
_MESSAGE_KEY = "ZGVtb0t1YWlzaG91QWVzMQ=="

VIEWERS, BUYERS = 0.15, 0.08
"""The shares of people who watch, and who buy."""
_WITHOUT_BUYER = 0.4
"""The share of orders that do not say whose they are."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """Viewers comment, like and give; buyers have another id in the shop's app."""
    told = Happenings(lists={"orders": []})
    for person in people:
        if random.random() < VIEWERS:
            told.deliveries += _viewing(random, clock, person, told.owners)
        if random.random() < BUYERS:
            _buy(random, clock, person, told)
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """Both apps; with an end to ask, orders are polled."""
    app_secret = keep("kuaishou_app_secret", _APP_SECRET)
    polled = (
        {}
        if url is None
        else {
            "refresh_token": keep("kuaishou_refresh_token", _REFRESH_TOKEN),
            "sign_secret": keep("kuaishou_sign_secret", _SIGN_SECRET),
            "shop_url": url,
            "orders_interval_seconds": brand.ONE_ROUND_SECONDS,
            "orders_since_days": brand.DAYS_BACK,
            "calls_per_second": brand.CALLS_PER_SECOND,
        }
    )
    return {
        LIVE: {"app_id": _APPS[LIVE], "app_secret": app_secret},
        SHOP: {
            "app_id": _APPS[SHOP],
            "app_secret": app_secret,
            "message_key": keep("kuaishou_message_key", _MESSAGE_KEY),
            **polled,
        },
    }


def call(delivery: Delivery) -> Call:
    """A signed push from the room, or an encrypted message of the shop."""
    if delivery.source == SHOP:
        return kuaishou_callbacks.encrypted(_MESSAGE_KEY, delivery.body)
    return kuaishou_callbacks.signed(_APP_SECRET, delivery.body)


def end(lists: Lists) -> ASGIApp:
    """Lists the orders."""
    return kuaishou.KuaishouEnd(
        lists["orders"],
        app_secret=_APP_SECRET,
        sign_secret=_SIGN_SECRET,
        refresh_token=_REFRESH_TOKEN,
    ).app


PLATFORM = Platform("kuaishou", happen, sources=sources, call=call, end=end)


def _viewing(
    random: Random, clock: Clock, person: Person, owners: list[tuple[str, int]]
) -> Iterator[Delivery]:
    user_id = token(random, 20, "k")
    account = f"kuaishou:{_APPS[LIVE]}:{user_id}"
    owners.append((account, person.number))
    nickname = spellings.another_name(random, person.nickname, person.name[1:])
    viewer = {"userId": user_id, "userName": nickname, "headUrl": ""}
    for time in clock.session(random, 1 + min(int(random.expovariate(0.5)), 8)):
        push_type, did = _did(random)
        body = {
            "timestamp": milliseconds(time),
            "app_id": _APPS[LIVE],
            "event": "LIVE_INTERACTION_DATA",
            "message_id": token(random, 20, "Ch"),
            "data": {
                "push_type": push_type,
                "unique_message_id": token(random, 20, "u"),
                "author_open_id": "f18ddemoauthoropenid",
                "live_timestamp": str(milliseconds(time)),
                "room_code": "ROOM0001",
                "payload": [did | {"userInfo": viewer}],
            },
        }
        yield Delivery(LIVE, time, as_json(body), (account,))


def _did(random: Random) -> tuple[str, dict[str, Any]]:
    chance = random.random()
    if chance < 0.5:
        return "liveComment", {"content": texts.live_comment(random)}
    if chance < 0.8:
        return "liveLike", {"count": random.randrange(1, 20)}
    gift = {"giftId": "114", "giftName": "小心心", "giftCount": 2, "giftUnitPrice": 1}
    return "giftSend", gift | {"uniqueNo": token(random, 12, "g"), "giftTotalPrice": 2}


def _buy(random: Random, clock: Clock, person: Person, told: Happenings) -> None:
    order_id, time = number(random, 16), clock.moment(random)
    account = f"kuaishou:{_APPS[SHOP]}:order/{order_id}"
    buyer = {}
    if random.random() > _WITHOUT_BUYER:
        buyer = {"buyerOpenId": token(random, 20, "k")}
        account = f"kuaishou:{_APPS[SHOP]}:{buyer['buyerOpenId']}"
        told.owners.append((account, person.number))
    is_paid = random.random() < 0.85
    title, price = texts.PRODUCTS[texts.product_id(random)]
    paid_at = milliseconds(time) + 60_000 if is_paid else 0
    base = {
        "oid": order_id,
        "createTime": milliseconds(time),
        "payTime": paid_at,
        "updateTime": paid_at or milliseconds(time),
        "totalFee": price,
        "status": 30 if is_paid else 10,
    }
    told.lists["orders"].append(
        {"orderBaseInfo": base | buyer, "orderItemInfo": {"itemTitle": title}}
    )
    told.listed += [account] * (2 if is_paid else 1)
    told.deliveries.append(_ring(random, order_id, time))


def _ring(random: Random, order_id: int, time: datetime) -> Delivery:
    message = {
        "eventId": token(random, 20, "e"),
        "bizId": order_id,
        "openId": "seller",
        "appKey": _APPS[SHOP],
        "event": "kwaishop_order_addOrder",
        "info": as_json({"oid": order_id}).decode(),
        "createTime": milliseconds(time),
    }
    return Delivery(SHOP, time, as_json(message), ())
