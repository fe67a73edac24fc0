"""The shop on Doudian 抖店: orders paid and refunds asked for, all of nobody.

Source: op.jinritemai.com, message push; it names no buyer.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from pipeline.demo import texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, Happenings
from pipeline.demo.payloads.writing import as_json, number, seconds
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import douyin_shop
from pipeline.simulator.call import Call

SOURCE = "shop"
_APP_KEY = "7000000000000000001"
_APP_SECRET = "demo-app-secret-doudian"  # noqa: S105 (invented)

BUYERS = 0.12
"""The share of people who buy there."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """Who buys, buys once."""
    told = Happenings()
    for _ in (person for person in people if random.random() < BUYERS):
        told.deliveries += _order(random, clock)
    return told


def sources(keep: Keep, _url: str | None) -> Sources:
    """The shop's app."""
    return {SOURCE: {"app_key": _APP_KEY, "app_secret": keep("doudian_app_secret", _APP_SECRET)}}


def call(delivery: Delivery) -> Call:
    """A push of one message."""
    return douyin_shop.signed(_APP_KEY, _APP_SECRET, delivery.body)


PLATFORM = Platform("douyin_shop", happen, sources=sources, call=call)


def _order(random: Random, clock: Clock) -> Iterator[Delivery]:
    order_id, time = number(random, 19), clock.moment(random)
    account = (f"douyin_shop:{_APP_KEY}:order/{order_id}",)
    _, price = texts.PRODUCTS[texts.product_id(random)]
    about = {"p_id": order_id, "shop_id": 900001}
    paid = {"order_status": 2, "pay_type": 1, "pay_amount": price, "pay_time": seconds(time)}
    yield Delivery(SOURCE, time, _message("110", about | paid, seconds(time)), account)
    if random.random() < 0.1:
        time += timedelta(minutes=random.randrange(10, 90))
        asked = {"aftersale_status": 6, "refund_amount": price, "apply_time": seconds(time)}
        yield Delivery(SOURCE, time, _message("200", about | asked, seconds(time)), account)


def _message(tag: str, data: dict[str, Any], at: int) -> bytes:
    message_id = f"{data['p_id']}:{tag}:{at}:0001"
    return as_json([{"tag": tag, "msg_id": message_id, "data": data}])
