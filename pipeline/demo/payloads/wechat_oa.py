"""WeChat Official Accounts: callbacks in XML, and what `user/info` says of followers.

Source: developers.weixin.qq.com, message push and user management.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from starlette.types import ASGIApp

from pipeline.demo import brand, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, Happenings, Lists
from pipeline.demo.people import OFFICIAL_ACCOUNTS, OPEN_PLATFORM, Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import wechat
from pipeline.simulator.call import Call
from pipeline.simulator.wechat_oa import WechatOaEnd

_SCENES = ("store_sh_017", "store_bj_003", "live_20260101", "parcel_card", "poster_metro_2")
_MENU = ("MENU_MEMBER_CENTER", "MENU_NEW_ARRIVALS", "MENU_SERVICE", "MENU_STORES")
_PAGES = ("https://shop.example.com/member", "https://shop.example.com/new")


_NAMES = {account.app_id: name for name, account in brand.WECHAT.items()}

_PAGE_OPENIDS = 1000
"""WeChat itself lists 10,000 in a page; the demo has fewer followers and shows several pages."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """What followers do, and the list of them."""
    told = Happenings()
    told.deliveries += [call for person in people for call in callbacks(random, clock, person)]
    for app in OFFICIAL_ACCOUNTS:
        followers = [person for person in people if app in person.openids]
        told.lists[app] = [user_info(random, clock, person, app) for person in followers]
        told.listed += [_account(app, info["openid"]) for info in told.lists[app]]
    told.owners += [
        (_account(app, openid), person.number)
        for person in people
        for app, openid in person.openids.items()
    ]
    return told


def callbacks(random: Random, clock: Clock, person: Person) -> Iterator[Delivery]:
    """What the person does in each account followed, in order."""
    for app_id, openid in person.openids.items():
        count = 1 + min(int(random.expovariate(0.25)), 24)
        times = clock.session(random, count)
        if random.random() < 0.05:
            times[0] -= timedelta(days=2)
        follows = random.random() < 0.35
        for place, time in enumerate(times):
            fields = _follow(random) if follows and place == 0 else _activity(random, person)
            if place == count - 1 and count > 1 and random.random() < 0.03:
                fields = {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}
            head = {
                "ToUserName": f"gh_{app_id[2:14]}",
                "FromUserName": openid,
                "CreateTime": int(time.timestamp()),
            }
            body, account = _xml(head | fields), _account(app_id, openid)
            yield Delivery(_NAMES[app_id], time, body, (account,), about=openid)


def user_info(random: Random, clock: Clock, person: Person, app_id: str) -> dict[str, Any]:
    """What `user/info` answers: a unionid, and since 2021-12-27 neither nickname nor picture."""
    return {
        "subscribe": 1,
        "openid": person.openids[app_id],
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": int(clock.midnight.timestamp()) - random.randrange(90_000_000),
        "unionid": person.unionid,
        "remark": "",
        "groupid": 0,
        "tagid_list": [random.choice((2, 101, 102))],
        "subscribe_scene": random.choice(("ADD_SCENE_QR_CODE", "ADD_SCENE_SEARCH")),
        "qr_scene": 0,
        "qr_scene_str": "",
    }


def sources(keep: Keep, url: str | None) -> Sources:
    """Both accounts; with an end to ask, their followers are polled."""
    return {
        name: {
            "app_id": account.app_id,
            "open_platform": OPEN_PLATFORM,
            "token": keep(f"wechat_{name}_token", account.token),
            **_encryption(keep, name, account),
            **_polled(keep, url),
        }
        for name, account in brand.WECHAT.items()
    }


def call(delivery: Delivery) -> Call:
    """The callback, as the account's settings have it signed and encrypted."""
    return wechat.push(brand.WECHAT[delivery.source], delivery.body, openid=delivery.about)


def end(lists: Lists) -> ASGIApp:
    """Lists the followers of both accounts."""
    app_secrets = dict.fromkeys(lists, brand.WECHAT_APP_SECRET)
    return WechatOaEnd(lists, app_secrets, page_openids=_PAGE_OPENIDS).app


PLATFORM = Platform("wechat_oa", happen, sources=sources, call=call, end=end, stream="day")


def _encryption(keep: Keep, name: str, account: wechat.WechatAccount) -> Mapping[str, Any]:
    if account.aes_key is None:
        return {"mode": "plain"}
    return {"encoding_aes_key": keep(f"wechat_{name}_aes_key", account.aes_key)}


def _polled(keep: Keep, url: str | None) -> Mapping[str, Any]:
    if url is None:
        return {}
    return {
        "base_url": url,
        "app_secret": keep("wechat_app_secret", brand.WECHAT_APP_SECRET),
        "followers_interval_seconds": brand.ONE_ROUND_SECONDS,
    }


def _account(app_id: str, openid: str) -> str:
    return f"wechat_oa:{app_id}:{openid}"


def _follow(random: Random) -> dict[str, Any]:
    if random.random() < 0.5:
        return {"MsgType": "event", "Event": "subscribe", "EventKey": ""}
    scene = random.choice(_SCENES)
    return {
        "MsgType": "event",
        "Event": "subscribe",
        "EventKey": f"qrscene_{scene}",
        "Ticket": f"gQDemo{scene}",
    }


def _activity(random: Random, person: Person) -> dict[str, Any]:
    chance = random.random()
    if chance < 0.55:
        text = texts.message(random, phone=person.phone, email=person.email)
        return {"MsgType": "text", "Content": text, "MsgId": _message_id(random)}
    if chance < 0.6:
        return {
            "MsgType": "image",
            "PicUrl": "https://mmbiz.example/p/1",
            "MediaId": "mEdia_demo",
            "MsgId": _message_id(random),
        }
    if chance < 0.63:
        return {
            "MsgType": "voice",
            "MediaId": "mEdia_demo_voice",
            "Format": "amr",
            "Recognition": texts.message(random, phone=person.phone, email=person.email),
            "MsgId": _message_id(random),
        }
    if chance < 0.8:
        return {"MsgType": "event", "Event": "CLICK", "EventKey": random.choice(_MENU)}
    if chance < 0.93:
        return {"MsgType": "event", "Event": "VIEW", "EventKey": random.choice(_PAGES)}
    scene = random.choice(_SCENES)
    return {"MsgType": "event", "Event": "SCAN", "EventKey": scene, "Ticket": f"gQDemo{scene}"}


def _message_id(random: Random) -> str:
    return str(24_681_357_000_000_000 + random.randrange(10**12))


def _xml(fields: dict[str, Any]) -> bytes:
    lines = "".join(f"  <{name}>{_value(value)}</{name}>\n" for name, value in fields.items())
    return f"<xml>\n{lines}</xml>".encode()


def _value(value: object) -> str:
    if isinstance(value, str):
        return f"<![CDATA[{value.replace(']]>', '')}]]>"
    return escape(str(value))
