"""Douyin: messages, follows and likes, comments on a video, and a live room.

Source: open.douyin.com, webhooks, `item/comment/list`, `oauth/userinfo`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from starlette.types import ASGIApp

from pipeline.demo import brand, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, Happenings, Lists
from pipeline.demo.payloads.douyin_live import TYPES, in_the_room
from pipeline.demo.payloads.douyin_user import APP, KEYS, LIVE_APP, LOGIN, User, login
from pipeline.demo.payloads.writing import as_json, milliseconds, number, seconds
from pipeline.demo.people import Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import backend, douyin, douyin_callbacks
from pipeline.simulator.call import Call

_DEVELOPER = "示例品牌"
_BRAND = "e90a4c16-77d2-4b05-8f3e-1d2b6a9c0f47"
_ITEM = "@demoItemId+dmlkZW8x=="
_ROOM = "7590000000000000000"
_CLIENT_SECRET = "demo-client-secret-douyin"  # noqa: S105 (invented)
_REFRESH_TOKEN = "demo-refresh-token-douyin"  # noqa: S105 (invented)
_LOGIN_SECRET = "demo-login-secret"  # noqa: S105 (invented)

USERS = 0.3
"""The share of people who meet the brand there."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """People write, follow, like and comment; some watch the live room, as the other app tells."""
    told = Happenings(lists={"comments": []})
    for person in people:
        if random.random() > USERS:
            continue
        user = User(random, person)
        told.owners.append((user.account, person.number))
        told.deliveries += _webhooks(random, clock, user)
        for time in clock.session(random, random.choice((0, 0, 0, 1, 2))):
            told.lists["comments"].append(_comment(random, user, time))
            told.listed.append(user.account)
        if random.random() < 0.5:
            told.owners.append((user.live_account, person.number))
            told.deliveries += in_the_room(random, clock, user)
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """The app of the account and that of its live room; with an end to ask, comments are polled."""
    polled = (
        {}
        if url is None
        else {
            "refresh_token": keep("douyin_refresh_token", _REFRESH_TOKEN),
            "item_ids": [_ITEM],
            "base_url": url,
            "comments_interval_seconds": brand.ONE_ROUND_SECONDS,
            "calls_per_second": brand.CALLS_PER_SECOND,
        }
    )
    ends = {} if url is None else {"live_url": url, "apps_url": url}
    common = {
        "client_secret": keep("douyin_client_secret", _CLIENT_SECRET),
        "developer": _DEVELOPER,
        "login_secret": keep("douyin_login_secret", _LOGIN_SECRET),
    }
    data_secrets = {name: keep(f"douyin_{name}", f"demo-{name}") for name in TYPES}
    live = {"data_secrets": data_secrets if url else {}, **ends}
    return {
        APP: {"client_key": KEYS[APP], "open_id": _BRAND, **common, **polled},
        LIVE_APP: {"client_key": KEYS[LIVE_APP], **common, **live},
    }


def call(delivery: Delivery) -> Call:
    """A webhook, a push from the room, or the brand's own call about a login."""
    if delivery.about in TYPES:
        return douyin_callbacks.live_signed(
            f"demo-{delivery.about}", delivery.about, _ROOM, delivery.body
        )
    if delivery.about == LOGIN:
        return backend.login(_LOGIN_SECRET, delivery.body)
    return douyin_callbacks.signed(_CLIENT_SECRET, delivery.body, message_id=delivery.about)


def end(lists: Lists) -> ASGIApp:
    """Lists the comments, and that no push from the room was lost."""
    return douyin.DouyinEnd(
        comments={_ITEM: lists["comments"]},
        lost={(_ROOM, name): [] for name in TYPES},
        refresh_token=_REFRESH_TOKEN,
        app_secret=_CLIENT_SECRET,
    ).app


PLATFORM = Platform("douyin", happen, sources=sources, call=call, end=end)


def _webhooks(random: Random, clock: Clock, user: User) -> Iterator[Delivery]:
    first, *times = clock.session(random, 1 + min(int(random.expovariate(0.5)), 8))
    yield _webhook(random, user, first, *_approach(random, user, first))
    for time in times:
        yield _webhook(
            random, user, time, "im_receive_msg", _talk(random, time, user, answers=False)
        )
        if random.random() < 0.6:
            replied_at = time + timedelta(seconds=random.randrange(10, 900))
            yield _webhook(
                random, user, replied_at, "im_send_msg",
                _talk(random, replied_at, user, answers=True),
            )  # fmt: skip
    if random.random() < 0.2:
        joined = {"account_id": "7000000001", "mobile": user.person.phone}
        yield _webhook(random, user, first, "life_member_join", joined)
    if user.logs_in:
        yield login(user, APP, user.open_id, user.account, first)


def _approach(random: Random, user: User, time: datetime) -> tuple[str, dict[str, Any]]:
    """How it begins: a follow, a like, or a look at the conversation."""
    chance = random.random()
    if chance < 0.4:
        return "new_follow_action", {"action_type": 1, "action_time": seconds(time)}
    if chance < 0.7:
        liked = {"action_type": 1, "action_time": seconds(time), "item_id": _ITEM}
        return "new_video_digg", liked
    return "im_enter_direct_msg", _conversation(user, time) | {"scene_type": 4}


def _talk(random: Random, time: datetime, user: User, *, answers: bool) -> dict[str, Any]:
    text = (
        texts.reply(random)
        if answers
        else texts.message(random, phone=user.person.phone, email=user.person.email)
    )
    message_id = f"@{number(random, 18)}"
    said = {"server_message_id": message_id, "message_type": "text", "text": text}
    return _conversation(user, time) | said


def _conversation(user: User, time: datetime) -> dict[str, Any]:
    return {
        "conversation_short_id": f"@{user.open_id[:8]}",
        "conversation_type": 1,
        "create_time": milliseconds(time),
        "user_infos": [{"open_id": user.open_id, "nick_name": user.nickname, "avatar": ""}],
    }


def _webhook(
    random: Random, user: User, time: datetime, event: str, content: dict[str, Any]
) -> Delivery:
    """Douyin writes the content as an object or as text, as it likes."""
    is_text = random.random() < 0.5
    sender, receiver = user.open_id, _BRAND
    if event == "im_send_msg":
        sender, receiver = receiver, sender
    body = {
        "event": event,
        "client_key": KEYS[APP],
        "from_user_id": sender,
        "to_user_id": receiver,
        "content": as_json(content).decode() if is_text else content,
    }
    message_id = str(number(random, 19))
    return Delivery(APP, time, as_json(body), (user.account,), about=message_id)


def _comment(random: Random, user: User, time: datetime) -> dict[str, Any]:
    return {
        "comment_id": f"@{number(random, 18)}",
        "comment_user_id": user.open_id,
        "nick_name": user.nickname,
        "content": texts.comment(random),
        "create_time": seconds(time),
        "digg_count": random.randrange(9),
        "reply_comment_total": 0,
        "top": False,
    }
