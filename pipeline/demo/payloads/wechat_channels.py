"""The shop on WeChat Channels 视频号小店: orders and after-sales to be asked for, and what rings.

Source: developers.weixin.qq.com, `order/get`, `getaftersaleorder`, message push.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from starlette.types import ASGIApp

from pipeline.demo import brand, names, spellings, texts
from pipeline.demo.clock import CHINA, Clock
from pipeline.demo.happenings import Delivery, Happenings, Lists
from pipeline.demo.payloads.unionid import unionid_of
from pipeline.demo.payloads.writing import as_json, number, seconds
from pipeline.demo.people import OPEN_PLATFORM, Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import wechat
from pipeline.simulator.call import Call
from pipeline.simulator.wechat_channels import WechatChannelsEnd

SOURCE = "shop"
_ACCOUNT = wechat.WechatAccount(
    "wx2c7e91d45ab3f806", "demoTokenChannels", "ZGVtb0NoYW5uZWxzU2hvcEFlc0tleUFlczMyQnl0ZXM"
)

BUYERS = 0.18
"""The share of people who buy there."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """Orders, most of them paid; pushes only ring for them, as the poller learns more."""
    told = Happenings(lists={"orders": [], "aftersales": []})
    for person in people:
        if random.random() > BUYERS:
            continue
        openid = names.wechat_open_id(random, "osQd23")
        account = f"wechat_channels:{_ACCOUNT.app_id}:{openid}"
        told.owners.append((account, person.number))
        order = _order(random, clock.moment(random), person, openid)
        told.lists["orders"].append(order)
        paid_at = order["order_detail"]["pay_info"]["pay_time"]
        told.listed += [account] * (2 if paid_at else 1)
        told.deliveries += _rings(order)
        if paid_at and random.random() < 0.15:
            told.lists["aftersales"].append(_aftersale(random, order))
            told.listed += [account] * 2  # that it was asked for, and what became of it
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """The shop; with an end to ask, its orders and after-sales are polled."""
    polled = (
        {}
        if url is None
        else {
            "app_secret": keep("wechat_app_secret", brand.WECHAT_APP_SECRET),
            "base_url": url,
            "calls_per_second": brand.CALLS_PER_SECOND,
            "interval_seconds": brand.ONE_ROUND_SECONDS,
            "first_days": brand.DAYS_BACK,
        }
    )
    return {
        SOURCE: {
            "app_id": _ACCOUNT.app_id,
            "open_platform": OPEN_PLATFORM,
            "token": keep("wechat_channels_token", _ACCOUNT.token),
            "encoding_aes_key": keep("wechat_channels_aes_key", _ACCOUNT.aes_key or ""),
            **polled,
        }
    }


def call(delivery: Delivery) -> Call:
    """WeChat's push, always encrypted JSON."""
    return wechat.push(_ACCOUNT, delivery.body, openid=delivery.about, as_json=True)


def end(lists: Lists) -> ASGIApp:
    """Lists orders and after-sales."""
    app_secrets = {_ACCOUNT.app_id: brand.WECHAT_APP_SECRET}
    orders = {_ACCOUNT.app_id: lists["orders"]}
    return WechatChannelsEnd(orders, app_secrets, {_ACCOUNT.app_id: lists["aftersales"]}).app


PLATFORM = Platform("wechat_channels", happen, sources=sources, call=call, end=end)


def _order(random: Random, time: datetime, person: Person, openid: str) -> dict[str, Any]:
    is_paid = random.random() < 0.85
    paid_at = seconds(time + timedelta(seconds=random.randrange(20, 300))) if is_paid else 0
    product_id = texts.product_id(random)
    title, price = texts.PRODUCTS[product_id]
    return {
        "order_id": str(number(random, 19)),
        "status": 20 if is_paid else 10,
        "openid": openid,
        "unionid": unionid_of(person),
        "create_time": seconds(time),
        "update_time": paid_at or seconds(time),
        "order_detail": {
            "product_infos": [
                {"product_id": product_id, "sku_cnt": 1, "title": title, "sale_price": price}
            ],
            "pay_info": {"pay_time": paid_at, "payment_method": 1},
            "price_info": {"product_price": price, "order_price": price, "freight": 0},
            "delivery_info": {
                "address_info": {
                    "user_name": spellings.partial_name(random, person.name, person.gender),
                    "city_name": spellings.place(random, person.city),
                    "tel_number": spellings.masked_phone(person.phone),
                },
                "deliver_method": 0,
            },
            "ext_info": {"finder_id": "sphDemo0001", "live_id": "export/demo-live"},
        },
    }


def _rings(order: dict[str, Any]) -> list[Delivery]:
    """What WeChat pushes of an order."""
    pushes = [("channels_ec_order_new", order["create_time"])]
    if paid_at := order["order_detail"]["pay_info"]["pay_time"]:
        pushes.append(("channels_ec_order_pay", paid_at))
    return [
        Delivery(
            SOURCE,
            datetime.fromtimestamp(at, CHINA),
            as_json(
                {
                    "ToUserName": "gh_2c7e91d45ab3",
                    "FromUserName": order["openid"],
                    "CreateTime": at,
                    "MsgType": "event",
                    "Event": event,
                    "order_info": {"order_id": order["order_id"]},
                }
            ),
            (),
            about=order["openid"],
        )
        for event, at in pushes
    ]


def _aftersale(random: Random, order: dict[str, Any]) -> dict[str, Any]:
    is_refunded = random.random() < 0.6
    price = order["order_detail"]["price_info"]["order_price"]
    return {
        "after_sale_order_id": str(number(random, 10)),
        "status": "MERCHANT_REFUND_SUCCESS" if is_refunded else "USER_WAIT_RETURN",
        "openid": order["openid"],
        "unionid": order["unionid"],
        "order_id": order["order_id"],
        "create_time": order["update_time"] + 600,
        "update_time": order["update_time"] + 3600,
        "refund_info": {"amount": price},
    }
