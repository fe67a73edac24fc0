"""WeChat Official Accounts: callbacks in XML, and what `user/info` says of followers.

Source: developers.weixin.qq.com, message push and user management.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from pipeline.demo import clock, texts
from pipeline.demo.people import Person

_SCENES = ("store_sh_017", "store_bj_003", "live_20260101", "parcel_card", "poster_metro_2")
_MENU = ("MENU_MEMBER_CENTER", "MENU_NEW_ARRIVALS", "MENU_SERVICE", "MENU_STORES")
_PAGES = ("https://shop.example.com/member", "https://shop.example.com/new")


@dataclass(frozen=True, slots=True)
class Callback:
    """One message or event as Tencent pushes it, before signing and encryption."""

    app_id: str
    openid: str
    occurred_at: datetime
    body: bytes


def callbacks(random: Random, person: Person) -> Iterator[Callback]:
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
            yield Callback(app_id, openid, time, _xml(head | fields))


def user_info(random: Random, person: Person, app_id: str) -> dict[str, Any]:
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
        "subscribe_time": int(clock.MIDNIGHT.timestamp()) - random.randrange(90_000_000),
        "unionid": person.unionid,
        "remark": "",
        "groupid": 0,
        "tagid_list": [random.choice((2, 101, 102))],
        "subscribe_scene": random.choice(("ADD_SCENE_QR_CODE", "ADD_SCENE_SEARCH")),
        "qr_scene": 0,
        "qr_scene_str": "",
    }


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
