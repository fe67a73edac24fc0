"""The shop on Tmall: trades and reviews to be asked for, messages on a socket.

Source: open.taobao.com, `trades.sold.increment.get`, `traderates.get`, message service.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from starlette.types import ASGIApp

from pipeline.demo import brand, spellings, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Happenings, Lists
from pipeline.demo.payloads.writing import as_json, in_china, number, token
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator.taobao import TaobaoEnd

SOURCE = "flagship"
_APP_KEY = "12000002"
_SHOP = "2200000000001"
_APP_SECRET = "demo-app-secret-taobao"  # noqa: S105 (invented)
_SESSION = "demo-session-taobao"

BUYERS = 0.25
"""The share of people who buy there."""
_WITHOUT_BUYER = 0.15
"""The share of trades that do not say whose they are."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """Trades, refunds that are asked for, and reviews, which are nobody's."""
    told = Happenings(lists={"trades": [], "reviews": [], "messages": []})
    for person in people:
        if random.random() > BUYERS:
            continue
        trade = _trade(random, clock.moment(random), person)
        account = f"taobao:{_APP_KEY}:order/{trade['tid']}"
        if random.random() > _WITHOUT_BUYER:
            trade["buyer_open_uid"] = token(random, 24, "AAH")
            account = f"taobao:{_APP_KEY}:{trade['buyer_open_uid']}"
            told.owners.append((account, person.number))
        told.lists["trades"].append(trade)
        told.listed += [account] * (2 if "pay_time" in trade else 1)
        if "pay_time" in trade and random.random() < 0.15:
            told.lists["messages"].append(_refund(random, trade))
            told.heard.append(account)
        elif "pay_time" in trade and random.random() < 0.3:
            told.lists["reviews"].append(_review(random, trade))
            told.listed.append(f"taobao:{_APP_KEY}:review/{trade['tid']}")
    told.lists["messages"].sort(key=lambda message: (message["pub_time"], message["id"]))
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """The shop, where there is an end to ask and to listen to."""
    if url is None:
        return {}
    return {
        SOURCE: {
            "app_key": _APP_KEY,
            "app_secret": keep("taobao_app_secret", _APP_SECRET),
            "session": keep("taobao_session", _SESSION),
            "seller_id": _SHOP,
            "history_days": brand.DAYS_BACK,
            "interval_seconds": brand.ONE_ROUND_SECONDS,
            "base_url": f"{url}/router/rest",
            "channel_url": f"{url.replace('http', 'ws', 1)}/",
        }
    }


def end(lists: Lists) -> ASGIApp:
    """Lists trades and reviews, and sends the messages."""
    return TaobaoEnd(app_key=_APP_KEY, app_secret=_APP_SECRET, session=_SESSION, **lists).app


PLATFORM = Platform("taobao", happen, sources=sources, end=end, awaited=f"taobao/{SOURCE}/messages")


def _trade(random: Random, time: datetime, person: Person) -> dict[str, Any]:
    """Who the parcel is for is shown in part."""
    trade_id = number(random, 19)
    title, price = texts.PRODUCTS[texts.product_id(random)]
    yuan = f"{price / 100:.2f}"
    paid_at = time + timedelta(seconds=random.randrange(20, 600))
    paid = {"pay_time": in_china(paid_at)} if random.random() < 0.9 else {}
    item = {"oid": trade_id, "title": title, "num_iid": 690000000001, "num": 1, "price": yuan}
    return {
        "tid": trade_id,
        "tid_str": str(trade_id),
        "status": "WAIT_SELLER_SEND_GOODS" if paid else "WAIT_BUYER_PAY",
        "created": in_china(time),
        **paid,
        "modified": in_china(paid_at if paid else time),
        "payment": yuan,
        "receiver_name": f"{person.name[0]}**",
        "receiver_mobile": spellings.masked_phone(person.phone),
        "receiver_city": f"{person.city}市",
        "orders": {"order": [item]},
    }


def _refund(random: Random, trade: dict[str, Any]) -> dict[str, Any]:
    """A message that the buyer asks for the money back."""
    asked_at = datetime.fromisoformat(trade["pay_time"]) + timedelta(minutes=20)
    buyer = {name: trade[name] for name in ("buyer_open_uid",) if name in trade}
    content = {"refund_fee": trade["payment"], "refund_id": number(random, 18)} | buyer
    content |= {"tid": trade["tid"], "oid": trade["tid"]}
    return {
        "id": number(random, 18),
        "topic": "taobao_refund_RefundCreated",
        "pub_app_key": "12000001",
        "pub_time": in_china(asked_at),
        "user_id": int(_SHOP),
        "user_nick": "示例旗舰店",
        "content": as_json(content).decode(),
    }


def _review(random: Random, trade: dict[str, Any]) -> dict[str, Any]:
    stars = texts.stars(random)
    written_at = datetime.fromisoformat(trade["pay_time"]) + timedelta(hours=3)
    return {
        "tid": trade["tid"],
        "oid": trade["tid"],
        "role": "buyer",
        "result": {1: "bad", 3: "neutral", 5: "good"}[stars],
        "created": in_china(written_at),
        "item_title": trade["orders"]["order"][0]["title"],
        "content": texts.review(random, stars),
        "num_iid": 690000000001,
    }
