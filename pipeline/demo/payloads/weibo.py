"""Weibo: callbacks of the fans service, and comments and mentions that are polled for.

Source: open.weibo.com, fans service and API v2.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from random import Random
from typing import Any

from starlette.types import ASGIApp

from pipeline.demo import brand, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, Happenings, Lists
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import weibo
from pipeline.simulator.call import Call

BRAND_UID = 2_600_000_009
_FIRST_STATUS_ID = 5_120_000_000_000_000
_FIRST_COMMENT_ID = 5_121_000_000_000_000
_PROVINCES = {"上海": "31", "北京": "11", "广州": "44", "深圳": "44", "杭州": "33", "成都": "51"}


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """What people send to the brand, say under its posts, and say of it."""
    told = Happenings()
    told.deliveries += [call for person in people for call in callbacks(random, clock, person)]
    written = [post for person in people for post in comments(random, clock, person)]
    mentioning = [post for person in people for post in mentions(random, clock, person)]
    told.lists["comments"] = numbered(written, _FIRST_COMMENT_ID)
    told.lists["mentions"] = numbered(mentioning)
    told.listed += [_account(post["user"]["idstr"]) for post in (*written, *mentioning)]
    told.owners += [
        (_account(person.weibo_uid), person.number) for person in people if person.weibo_uid
    ]
    return told


def callbacks(random: Random, clock: Clock, person: Person) -> Iterator[Delivery]:
    """What the person sends to the brand's account."""
    if not person.weibo_uid or random.random() < 0.5:
        return
    times = clock.session(random, 1 + min(int(random.expovariate(0.6)), 8))
    for place, time in enumerate(times):
        fields = (
            _follow(random) if place == 0 and random.random() < 0.5 else _message(random, person)
        )
        head = {
            "receiver_id": BRAND_UID,
            "sender_id": int(person.weibo_uid),
            "created_at": _date(time),
        }
        body = json.dumps({"type": fields["type"]} | head | fields, ensure_ascii=False)
        yield Delivery(brand.WEIBO, time, body.encode(), (_account(person.weibo_uid),))


def comments(random: Random, clock: Clock, person: Person) -> Iterator[dict[str, Any]]:
    """Comments of the person under posts of the brand, ids still missing."""
    written = min(int(random.expovariate(0.5)), 6) if person.weibo_uid else 0
    for time in clock.session(random, written):
        yield _post(person, time, texts.comment(random)) | {
            "source": "微博网页版",
            "status": {
                "id": 5_119_000_000_000_100,
                "idstr": "5119000000000100",
                "mid": "5119000000000100",
                "text": "新品开售",
                "created_at": _date(clock.midnight),
                "user": {"id": BRAND_UID, "idstr": str(BRAND_UID), "screen_name": "示例品牌"},
            },
        }


def mentions(random: Random, clock: Clock, person: Person) -> Iterator[dict[str, Any]]:
    """Posts of the person that mention the brand, ids still missing."""
    written = int(random.random() < 0.25) if person.weibo_uid else 0
    for time in clock.session(random, written):
        yield _post(person, time, texts.mention(random)) | {
            "source": '<a href="http://app.example" rel="nofollow">iPhone客户端</a>',
            "geo": None,
            "reposts_count": random.randrange(9),
            "comments_count": random.randrange(9),
            "attitudes_count": random.randrange(99),
        }


def numbered(
    posts: Sequence[dict[str, Any]], first: int = _FIRST_STATUS_ID
) -> tuple[dict[str, Any], ...]:
    """The posts newest first, with ids that grow with time, as the API lists them."""
    ordered = sorted(posts, key=lambda post: (post["created_at"][8:], post["user"]["id"]))
    numbered = [
        {"id": number, "idstr": str(number), "mid": str(number)} | post
        for number, post in zip(count(first, 7), ordered, strict=False)
    ]
    return tuple(reversed(numbered))


def sources(keep: Keep, url: str | None) -> Sources:
    """The brand's account; with an end to ask, comments and mentions are polled."""
    polled = (
        {}
        if url is None
        else {
            "base_url": url,
            "access_token": keep("weibo_access_token", brand.WEIBO_ACCESS_TOKEN),
            "interval_seconds": brand.ONE_ROUND_SECONDS,
        }
    )
    app_secret = keep("weibo_app_secret", brand.WEIBO_APP_SECRET)
    return {brand.WEIBO: {"uid": str(BRAND_UID), "app_secret": app_secret, **polled}}


def call(delivery: Delivery) -> Call:
    """The fans service's call."""
    return weibo.push(brand.WEIBO_APP_SECRET, delivery.body)


def end(lists: Lists) -> ASGIApp:
    """Lists comments and mentions."""
    return weibo.WeiboEnd(
        lists["comments"],
        status_mentions=lists["mentions"],
        access_token=brand.WEIBO_ACCESS_TOKEN,
    ).app


PLATFORM = Platform("weibo", happen, sources=sources, call=call, end=end, stream="day")


def _account(uid: str) -> str:
    return f"weibo:global:{uid}"


def _follow(random: Random) -> dict[str, Any]:
    if random.random() < 0.8:
        return {"type": "event", "text": "关注事件消息", "data": {"subtype": "follow"}}
    data = {"subtype": "scan_follow", "key": "store_sh_017", "ticket": "demo-ticket"}
    return {"type": "event", "text": "扫描二维码", "data": data}


def _message(random: Random, person: Person) -> dict[str, Any]:
    text = texts.message(random, phone=person.phone, email=person.email)
    return {"type": "text", "text": text, "data": {}}


def _post(person: Person, time: datetime, text: str) -> dict[str, Any]:
    return {"created_at": _date(time), "text": text, "user": _user(person)}


def _user(person: Person) -> dict[str, Any]:
    return {
        "id": int(person.weibo_uid),
        "idstr": person.weibo_uid,
        "screen_name": person.weibo_name,
        "name": person.weibo_name,
        "province": _PROVINCES.get(person.city, "100"),
        "city": "1",
        "location": person.weibo_location,
        "description": "",
        "gender": person.gender,
        "followers_count": person.number % 997,
        "friends_count": person.number % 311,
        "statuses_count": person.number % 2003,
        "created_at": "Fri Aug 28 00:00:00 +0800 2009",
        "verified": False,
        "verified_type": -1,
        "verified_reason": "",
        "lang": "zh-cn",
    }


def _date(time: datetime) -> str:
    """Weibo's dates: English names whatever the locale is, so no `strftime`."""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[time.weekday()]
    month = (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    )[time.month - 1]  # fmt: skip
    return f"{weekday} {month} {time:%d %H:%M:%S} +0800 {time.year}"
