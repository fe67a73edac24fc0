"""Meituan: Waimai's orders, and reviews on Waimai and Dianping, which are nobody's.

Source: waimaiopen.meituan.com, `comment/query` and calls about orders; developer.meituan.com,
business 58; both as client libraries have them.
"""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.types import ASGIApp

from connectors.meituan.recipient import native_id_of
from pipeline.demo import brand, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, Happenings, Lists
from pipeline.demo.payloads.writing import in_china, number, seconds
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator.call import Call
from pipeline.simulator.meituan import DianpingEnd, WaimaiEnd, push

WAIMAI, DIANPING = "waimai", "dianping"
_APP_ID, _SHOP = "0000", "poi_001"
_DEVELOPER, _OPEN_SHOP = "100000", "example-open-shop-uuid"
_APP_SECRET = "demo-app-secret-waimai"  # noqa: S105 (invented)
_ACCOUNT_KEY = "demo-account-key-waimai"
_SIGN_KEY = "demo-sign-key-dianping"
_REFRESH_TOKEN = "demo-refresh-token-dianping"  # noqa: S105 (invented)
_REGISTERED_URL = "https://guiyi.example.com/meituan/waimai"
_DIANPING_SITE = 1

EATERS, REVIEWERS = 0.12, 0.05
"""The shares of people who order at the brand's café, and who review it."""
_OWN_PHONE = 0.5
"""The share of orders that show the recipient's own phone and not one that is lent."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """One order of whoever orders; reviews with the brand's replies."""
    told = Happenings(lists={WAIMAI: [], DIANPING: []})
    families: set[str] = set()
    for person in people:
        # An account stands for a phone, and nobody could say who of a family ordered.
        if random.random() < EATERS and person.phone not in families:
            families.add(person.phone)
            told.deliveries.append(_order(random, clock.moment(random), person, told.owners))
        if random.random() < REVIEWERS:
            _review_waimai(random, clock.moment(random), told)
        if random.random() < REVIEWERS:
            _review_dianping(random, clock.moment(random), told)
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """Waimai's app, and where there is an end to ask Dianping's reviews."""
    waimai = {
        "app_id": _APP_ID,
        "app_secret": keep("waimai_app_secret", _APP_SECRET),
        "callback_url": _REGISTERED_URL,
        "account_key": keep("waimai_account_key", _ACCOUNT_KEY),
    }
    if url is None:
        return {WAIMAI: waimai}
    interval = {"interval_seconds": brand.ONE_ROUND_SECONDS}
    return {
        WAIMAI: {**waimai, "shops": [_SHOP], "waimai_url": url, **interval},
        DIANPING: {
            "developer_id": _DEVELOPER,
            "sign_key": keep("dianping_sign_key", _SIGN_KEY),
            "refresh_token": keep("dianping_refresh_token", _REFRESH_TOKEN),
            "dianping_shops": [_OPEN_SHOP],
            "dianping_url": url,
            **interval,
        },
    }


def call(delivery: Delivery) -> Call:
    """Waimai's form, signed with the address that is registered."""
    return push(
        dict(parse_qsl(delivery.body.decode())),
        app_id=_APP_ID,
        app_secret=_APP_SECRET,
        callback_url=_REGISTERED_URL,
    )


def end(lists: Lists) -> ASGIApp:
    """Lists the reviews of both; their paths differ."""
    waimai = WaimaiEnd({_SHOP: lists[WAIMAI]}, app_id=_APP_ID, app_secret=_APP_SECRET)
    dianping = DianpingEnd(
        {(_OPEN_SHOP, _DIANPING_SITE): lists[DIANPING]},
        sign_key=_SIGN_KEY,
        refresh_token=_REFRESH_TOKEN,
    )
    return Starlette(routes=[*waimai.app.routes, *dianping.app.routes])


PLATFORM = Platform("meituan", happen, sources=sources, call=call, end=end)


def _order(
    random: Random, time: datetime, person: Person, owners: list[tuple[str, int]]
) -> Delivery:
    order_id = number(random, 17)
    phone, account = f"{number(random, 11)}_{number(random, 4)}", f"order/{order_id}"
    if random.random() < _OWN_PHONE:
        phone, account = person.phone, native_id_of(person.phone, _ACCOUNT_KEY)
        owners.append((f"meituan:{_APP_ID}:{account}", person.number))
    title = "女士" if person.gender == "f" else "先生"
    order = {
        "order_id": order_id,
        "wm_order_id_view": order_id,
        "app_poi_code": _SHOP,
        "recipient_name": f"{person.name[0]}({title})",
        "recipient_phone": phone,
        "status": 2,
        "total": f"{random.randrange(180, 900) / 10:.1f}",
        "ctime": seconds(time),
        "utime": seconds(time),
    }
    body = urlencode(order).encode()
    return Delivery(WAIMAI, time, body, (f"meituan:{_APP_ID}:{account}",))


def _review_waimai(random: Random, time: datetime, told: Happenings) -> None:
    review_id, stars = number(random, 10), texts.stars(random)
    review: dict[str, Any] = {
        "result": "ok",
        "comment_id": review_id,
        "comment_content": texts.review(random, stars),
        "comment_time": in_china(time)[:10],
        "add_comment": "",
        "order_comment_score": stars,
        "food_comment_score": stars,
        "packing_score": 5,
        "delivery_comment_score": 5,
        "ship_time": random.randrange(15, 60),
        "reply_status": 0,
        "e_reply_content": "",
        "e_reply_time": "",
    }
    replies = random.random() < 0.4
    if replies:
        replied = {"e_reply_content": texts.reply(random), "e_reply_time": in_china(time)[:10]}
        review |= {"reply_status": 1, **replied}
    told.lists[WAIMAI].append(review)
    told.listed += [f"meituan:{_SHOP}:review/{review_id}"] * (2 if replies else 1)


def _review_dianping(random: Random, time: datetime, told: Happenings) -> None:
    review_id, stars = number(random, 9), texts.stars(random)
    told.lists[DIANPING].append(
        {
            "reviewId": str(review_id),
            "star": stars * 10,
            "accurateStar": stars * 10 - 2,
            "reviewTime": in_china(time),
            "reviewBody": texts.review(random, stars),
            "scoreDetails": [{"title": "环境", "score": stars * 10}],
        }
    )
    told.listed.append(f"meituan:{_OPEN_SHOP}:review/{review_id}")
