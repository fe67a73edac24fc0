"""The shop's mini program: its customer service, logins that the backend tells of, and reviews.

Source: developers.weixin.qq.com, message push, `code2session`, `getuserphonenumber`,
`mpcommentlist`.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from starlette.types import ASGIApp

from pipeline.demo import brand, names, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, Happenings, Lists
from pipeline.demo.payloads.unionid import unionid_of
from pipeline.demo.payloads.writing import as_json, number, seconds
from pipeline.demo.people import OPEN_PLATFORM, Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import backend, wechat
from pipeline.simulator.call import Call
from pipeline.simulator.wechat_miniprogram import WechatMiniprogramEnd

SOURCE = "shop"
_ACCOUNT = wechat.WechatAccount(
    "wx42f0ac6b81d97e35", "demoTokenMiniprogram", "ZGVtb01pbmlQcm9ncmFtQWVzS2V5QWVzMzJCeXRlczE"
)
_LOGIN_SECRET = "demo-login-secret"  # noqa: S105 (invented)
_LOGIN = "login"

USERS = 0.35
"""The share of people who use it."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """Users log in, some with their phone; some write to customer service, some review."""
    told = Happenings(lists={"reviews": []})
    for person in people:
        if random.random() > USERS:
            continue
        openid = names.wechat_open_id(random, "ovXr70")
        account = f"wechat_miniprogram:{_ACCOUNT.app_id}:{openid}"
        told.owners.append((account, person.number))
        told.deliveries.append(_login(random, clock, person, openid, account))
        told.deliveries += _conversation(random, clock, person, openid, account)
        if random.random() < 0.15:
            told.lists["reviews"].append(_review(random, clock, openid))
            told.listed.append(account)
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """The mini program; with an end to ask, its reviews are polled."""
    polled = (
        {}
        if url is None
        else {
            "app_secret": keep("wechat_app_secret", brand.WECHAT_APP_SECRET),
            "base_url": url,
            "reviews_interval_seconds": brand.ONE_ROUND_SECONDS,
        }
    )
    return {
        SOURCE: {
            "app_id": _ACCOUNT.app_id,
            "open_platform": OPEN_PLATFORM,
            "token": keep("wechat_miniprogram_token", _ACCOUNT.token),
            "encoding_aes_key": keep("wechat_miniprogram_aes_key", _ACCOUNT.aes_key or ""),
            "login_secret": keep("wechat_miniprogram_login_secret", _LOGIN_SECRET),
            **polled,
        }
    }


def call(delivery: Delivery) -> Call:
    """WeChat's push in encrypted JSON, or the backend's call about a login."""
    if delivery.about == _LOGIN:
        return backend.login(_LOGIN_SECRET, delivery.body)
    return wechat.push(_ACCOUNT, delivery.body, openid=delivery.about, as_json=True)


def end(lists: Lists) -> ASGIApp:
    """Lists the reviews."""
    app_secrets = {_ACCOUNT.app_id: brand.WECHAT_APP_SECRET}
    return WechatMiniprogramEnd({_ACCOUNT.app_id: lists["reviews"]}, app_secrets).app


PLATFORM = Platform("wechat_miniprogram", happen, sources=sources, call=call, end=end)


def _login(random: Random, clock: Clock, person: Person, openid: str, account: str) -> Delivery:
    time = clock.moment(random)
    body: dict[str, Any] = {
        "code2session": {"openid": openid, "unionid": unionid_of(person), "errcode": 0},
        "logged_in_at": seconds(time),
    }
    if random.random() < 0.6:
        body["getuserphonenumber"] = {
            "errcode": 0,
            "phone_info": {
                "phoneNumber": person.phone,
                "purePhoneNumber": person.phone,
                "countryCode": "86",
                "watermark": {"timestamp": seconds(time), "appid": _ACCOUNT.app_id},
            },
        }
    return Delivery(SOURCE, time, as_json(body), (account,), about=_LOGIN)


def _conversation(
    random: Random, clock: Clock, person: Person, openid: str, account: str
) -> Iterator[Delivery]:
    if random.random() < 0.5:
        return
    entered, *times = clock.session(random, 2 + min(int(random.expovariate(0.7)), 6))
    head: dict[str, Any] = {"ToUserName": "gh_42f0ac6b81d9", "FromUserName": openid}
    came_from = f"order_detail?id={texts.order_id(random)}"
    enters = {"MsgType": "event", "Event": "user_enter_tempsession", "SessionFrom": came_from}
    body = head | {"CreateTime": seconds(entered)} | enters
    yield Delivery(SOURCE, entered, as_json(body), (account,), about=openid)
    for time in times:
        text = texts.message(random, phone=person.phone, email=person.email)
        said = {"MsgType": "text", "Content": text, "MsgId": number(random, 17)}
        body = head | {"CreateTime": seconds(time)} | said
        yield Delivery(SOURCE, time, as_json(body), (account,), about=openid)


def _review(random: Random, clock: Clock, openid: str) -> dict[str, Any]:
    time, stars = clock.moment(random), texts.stars(random)
    payment = str(number(random, 28))
    return {
        "commentId": str(number(random, 19)),
        "createTime": str(seconds(time)),
        "amount": texts.PRODUCTS[texts.product_id(random)][1],
        "orderId": f"payorder@_{payment}",
        "payTime": str(seconds(time) - 7200),
        "wxPayId": payment,
        "score": stars * 100,
        "content": {"txt": texts.review(random, stars)},
        "orderInfo": {"busiOrderId": texts.order_id(random)},
        "userInfo": {"openid": openid, "headImg": "", "nickName": "微信用户"},
        "bizInfo": {"appid": _ACCOUNT.app_id, "headImg": "", "nickName": "示例商城"},
    }
