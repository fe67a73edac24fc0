"""Douyin's live room, as its app tells of it: comments, likes and gifts.

Source: developer.open-douyin.com, live data.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from pipeline.demo import texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery
from pipeline.demo.payloads.douyin_user import LIVE_APP, User, login
from pipeline.demo.payloads.writing import as_json, milliseconds, number

TYPES = ("live_comment", "live_gift", "live_like")


def in_the_room(random: Random, clock: Clock, user: User) -> Iterator[Delivery]:
    """What the user does there; a login, where there is one, comes with the last of it."""
    for time in clock.session(random, 1 + min(int(random.expovariate(0.5)), 8)):
        message_type = random.choice(("live_comment", "live_comment", "live_like", "live_gift"))
        message = {
            "msg_id": str(number(random, 19)),
            "sec_openid": user.live_id,
            "nickname": user.nickname,
            "avatar_url": "",
            "timestamp": milliseconds(time),
        } | _said_or_given(random, message_type)
        account = (user.live_account,)
        yield Delivery(LIVE_APP, time, as_json([message]), account, about=message_type)
    if user.logs_in:
        yield login(user, LIVE_APP, user.live_id, user.live_account, time)


def _said_or_given(random: Random, message_type: str) -> dict[str, Any]:
    match message_type:
        case "live_comment":
            return {"content": texts.live_comment(random)}
        case "live_like":
            return {"like_num": random.randrange(1, 30)}
        case _:
            return {"sec_gift_id": "demo_gift_id", "gift_num": 1, "gift_value": 100}
