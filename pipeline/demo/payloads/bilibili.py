"""Bilibili's live room, which is heard on a socket: comments, gifts, likes, super chats.

Source: open-live.bilibili.com, long connections.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random
from typing import Any

from starlette.types import ASGIApp

from pipeline.demo import names, spellings, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Happenings, Lists
from pipeline.demo.payloads.writing import number, seconds, token
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator.bilibili import BilibiliEnd

SOURCE = "brand"
_PROJECT = "1700000000001"
_KEY_SECRET = "demo-key-secret-bilibili"  # noqa: S105 (invented)
_CODE = "DEMOCODE"

VIEWERS = 0.15
"""The share of people who watch."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """What the room sends, in order."""
    told = Happenings()
    said: list[tuple[datetime, str, dict[str, Any]]] = []
    for person in people:
        if random.random() > VIEWERS:
            continue
        open_id = token(random, 32)
        account = f"bilibili:{_PROJECT}:{open_id}"
        told.owners.append((account, person.number))
        said += ((at, account, command) for at, command in _viewing(random, clock, person, open_id))
    in_order = sorted(said, key=lambda each: each[:2])
    told.lists["commands"] = [command for _, _, command in in_order]
    told.heard += [account for _, account, _ in in_order]
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """The room, where there is one to be heard."""
    if url is None:
        return {}
    return {
        SOURCE: {
            "app_id": _PROJECT,
            "access_key_id": keep("bilibili_key_id", "demo-key-bilibili"),
            "access_key_secret": keep("bilibili_key_secret", _KEY_SECRET),
            "code": keep("bilibili_code", _CODE),
            "live_url": url,
        }
    }


def end(lists: Lists) -> ASGIApp:
    """The room, to whoever listens first."""
    return BilibiliEnd(
        lists["commands"], access_key_secret=_KEY_SECRET, code=_CODE, together=20
    ).app


PLATFORM = Platform("bilibili", happen, sources=sources, end=end, awaited=f"bilibili/{SOURCE}/live")


def _viewing(
    random: Random, clock: Clock, person: Person, open_id: str
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    nickname = spellings.another_name(random, person.nickname, person.name[1:])
    for time in clock.session(random, 1 + min(int(random.expovariate(0.4)), 10)):
        kind, did = _did(random)
        data = {
            "room_id": 4600001,
            "uid": 0,
            "open_id": open_id,
            "union_id": "",
            "uname": nickname,
            "timestamp": seconds(time),
            "msg_id": names.uuid(random),
        }
        yield time, {"cmd": f"LIVE_OPEN_PLATFORM_{kind}", "data": data | did}


def _did(random: Random) -> tuple[str, dict[str, Any]]:
    chance = random.random()
    if chance < 0.55:
        return "DM", {"msg": texts.live_comment(random), "dm_type": 0}
    if chance < 0.8:
        return "LIKE", {"like_text": "为主播点赞了", "like_count": random.randrange(1, 20)}
    if chance < 0.96:
        gift = {"gift_id": 31036, "gift_name": "小花花", "gift_num": random.randrange(1, 10)}
        return "SEND_GIFT", gift | {"price": 100, "r_price": 100, "paid": True}
    paid = {"message_id": number(random, 8), "message": texts.live_comment(random), "rmb": 30}
    return "SUPER_CHAT", paid
