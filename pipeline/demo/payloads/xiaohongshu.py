"""Xiaohongshu: the shop's orders, which are nobody's, and comments, which a person exports.

Source: ark.xiaohongshu.com, `order.getOrderDetail`, pushes. To comments no official path leads.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from starlette.types import ASGIApp

from connectors.comments.columns import COLUMNS
from connectors.comments.export import CommentsExport
from pipeline.demo import brand, spellings, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, File, Happenings, Lists
from pipeline.demo.payloads.writing import as_json, in_china, milliseconds, number
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import xiaohongshu
from pipeline.simulator.call import Call

SOURCE = "shop"
_SELLER = "5f00000000000000demo0001"
_APP_ID = "demo_app_id"
_APP_SECRET = "demo-app-secret-xiaohongshu"  # noqa: S105 (invented)
_PATH_SECRET = "demo-segment"  # noqa: S105 (invented)
_REFRESH_TOKEN = "demo-refresh-token-xiaohongshu"  # noqa: S105 (invented)
_NOTE = "66demo0000000000000001"

BUYERS, WRITERS = 0.1, 0.15
"""The shares of people who buy, and who comment."""
_WITHOUT_ID = 0.6
"""The share of comments whose author is known by a nickname only: they are nobody's."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """Orders to be asked for, pushes that ring for them, and one file of all comments."""
    told = Happenings(lists={"orders": []})
    comments: list[tuple[dict[str, Any], str]] = []
    for person in people:
        if random.random() < BUYERS:
            _buy(random, clock, told)
        if random.random() < WRITERS:
            comment, account = _comment(random, clock, person)
            comments.append((comment, account))
            if comment["author_id"]:
                told.owners.append((account, person.number))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(COLUMNS))
    writer.writeheader()
    writer.writerows(comment for comment, _ in comments)
    accounts = tuple(account for _, account in comments)
    told.files.append(File("xiaohongshu_comments.csv", text.getvalue().encode(), accounts))
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """The shop; with an end to ask, its orders are polled."""
    polled = (
        {}
        if url is None
        else {
            "refresh_token": keep("xiaohongshu_refresh_token", _REFRESH_TOKEN),
            "base_url": url,
            "first_days": brand.DAYS_BACK,
            "interval_seconds": brand.ONE_ROUND_SECONDS,
            "calls_per_second": brand.CALLS_PER_SECOND,
        }
    )
    return {
        SOURCE: {
            "seller_id": _SELLER,
            "app_id": _APP_ID,
            "app_secret": keep("xiaohongshu_app_secret", _APP_SECRET),
            "path_secret": keep("xiaohongshu_path_secret", _PATH_SECRET),
            **polled,
        }
    }


def call(delivery: Delivery) -> Call:
    """The shop's push, signed in its headers."""
    path = f"/xiaohongshu/{SOURCE}/{_PATH_SECRET}"
    headers = xiaohongshu.signed(_APP_ID, _APP_SECRET, path)
    return Call(path=f"/{_PATH_SECRET}", headers=headers, body=delivery.body)


def end(lists: Lists) -> ASGIApp:
    """Lists the orders."""
    return xiaohongshu.XiaohongshuEnd(
        lists["orders"],
        app_id=_APP_ID,
        app_secret=_APP_SECRET,
        refresh_token=_REFRESH_TOKEN,
    ).app


PLATFORM = Platform(
    "xiaohongshu", happen, sources=sources, call=call, end=end, reading=CommentsExport
)


def _buy(random: Random, clock: Clock, told: Happenings) -> None:
    order_id, time = f"P{number(random, 18)}", clock.moment(random)
    account = f"xiaohongshu:{_SELLER}:order/{order_id}"
    paid_at = time + timedelta(seconds=random.randrange(20, 600))
    told.lists["orders"].append(
        {
            "orderId": order_id,
            "orderStatus": 4,
            "createdTime": milliseconds(time),
            "paidTime": milliseconds(paid_at),
            "updateTime": milliseconds(paid_at),
            "totalPayAmount": texts.PRODUCTS[texts.product_id(random)][1],
        }
    )
    told.listed += [account] * 2
    told.deliveries += _pushes(random, order_id, paid_at, account)


def _pushes(random: Random, order_id: str, time: datetime, account: str) -> Iterator[Delivery]:
    """That the order has changed, which only rings; of some that the money is asked back."""
    changed = {"orderId": order_id, "orderStatus": 4, "updateTime": milliseconds(time)}
    yield Delivery(SOURCE, time, _push("msg_fulfillment_status_change", changed), ())
    if random.random() < 0.1:
        time += timedelta(minutes=random.randrange(10, 90))
        returned = {"orderId": order_id, "returnsId": f"R{number(random, 18)}"}
        body = _push("msg_after_sale_create", returned | {"updateTime": milliseconds(time)})
        yield Delivery(SOURCE, time, body, (account,))


def _push(tag: str, data: dict[str, Any]) -> bytes:
    return as_json([{"msgTag": tag, "sellerId": _SELLER, "data": as_json(data).decode()}])


def _comment(random: Random, clock: Clock, person: Person) -> tuple[dict[str, Any], str]:
    """A row of the file, and whose event it is."""
    digits = f"{person.number:06}"
    has_id = random.random() > _WITHOUT_ID
    author = f"5f{digits}0000000000{digits}" if has_id else ""
    comment = {
        "platform": "xiaohongshu",
        "content_id": _NOTE,
        "comment_id": f"66c{digits}",
        "author_id": author,
        "author_name": spellings.another_name(random, person.nickname, person.name[1:]),
        "text": texts.comment(random),
        "like_count": random.randrange(50),
        "created_at": in_china(clock.moment(random)),
        "exported_at": in_china(clock.midnight + timedelta(hours=33)),
    }
    return comment, f"xiaohongshu:global:{author or f'comment/66c{digits}'}"
