"""Every sample of Douyin becomes the right event or is ignored for a stated reason."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.douyin.raw_events import comment_event
from connectors.registry import read
from connectors.sdk.json_text import array_elements
from connectors.sdk.reading import Ignored
from schemas.raw import RawEvent
from tests.connectors.douyin.calls import (
    BRAND,
    CLIENT_KEY,
    CUSTOMER,
    ROOM,
    live_push,
    login,
    webhook,
)
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated

CONVERSATION = "@demoConvShortId+aGVsbG8tY29udg=="
VIDEO = {"type": "video", "id": "@demoItemId+dmlkZW8x=="}
NAMED = {"traits": {"nickname": "小满在路上"}}
OPEN_ID = f"douyin_open_id({CLIENT_KEY})={CUSTOMER}"
COMMENT = "@demoCommentId+Y29tbWVudDE="

WEBHOOKS: dict[str, dict[str, Any]] = {
    "im_receive_msg_object_content.json": {
        "type": "message",
        "platform_type": "im_receive_msg",
        "occurred_at": "2026-01-01T04:05:00.123000Z",
        **NAMED,
        "content": {
            "kind": "text",
            "text": "面霜有优惠吗",
            "attributes": {"id": "@demoServerMsgId+aGVsbG8tbXNn=="},
        },
        "context": {"session_id": CONVERSATION, "attributes": {"scene_type": "100"}},
    },
    "im_enter_direct_msg_string_content.json": {
        "type": "visit",
        "platform_type": "im_enter_direct_msg",
        "occurred_at": "2026-01-01T04:05:00.123000Z",
        **NAMED,
        "context": {"session_id": CONVERSATION, "attributes": {"scene_type": "4"}},
    },
    "new_follow_action.json": {
        "type": "follow",
        "platform_type": "new_follow_action 1",
        "occurred_at": "2026-01-01T04:06:40Z",
    },
    "new_video_digg.json": {
        "type": "like",
        "platform_type": "new_video_digg 1",
        "occurred_at": "2026-01-01T04:06:50Z",
        "object": VIDEO,
    },
    "item_comment_reply.json": {
        "type": "comment",
        "platform_type": "item_comment_reply",
        "occurred_at": "2026-01-01T04:07:00Z",
        "content": {
            "kind": "text",
            "text": "求链接",
            "attributes": {"id": COMMENT, "likes": "0"},
        },
        "object": VIDEO,
    },
    "authorize.json": {
        "type": "consent_given",
        "platform_type": "authorize",
        "occurred_at": "2026-01-01T03:50:00Z",
        "consent": {"douyin:user_info": True, "douyin:im.direct_message": True},
    },
    "life_member_join.json": {
        "type": "identify",
        "platform_type": "life_member_join",
        "occurred_at": "2026-01-01T03:50:00Z",
        "identifiers": [OPEN_ID, "phone()=13900010001"],
        "traits": {"member": "true"},
        "object": {"type": "shop", "id": "7000000001"},
    },
}
LIVE: dict[str, dict[str, Any]] = {
    "live_comment_push.json": {
        "type": "live_comment",
        "platform_type": "live_comment",
        "occurred_at": "2026-01-01T04:10:00.123000Z",
        "content": {"kind": "text", "text": "面霜多少钱"},
        "object": {"type": "live_room", "id": ROOM},
    },
    "live_gift_push.json": {
        "type": "gift",
        "platform_type": "live_gift",
        "occurred_at": "2026-01-01T04:10:10.123000Z",
        "object": {
            "type": "gift",
            "id": "demo_gift_id",
            "amount": "1",
            "currency": "CNY",
            "attributes": {"count": "1"},
        },
    },
    "live_like_push.json": {
        "type": "like",
        "platform_type": "live_like",
        "occurred_at": "2026-01-01T04:10:12.123000Z",
        "object": {"type": "live_room", "id": ROOM, "attributes": {"count": "5"}},
    },
}
LISTED = "item_comment_list.json"
USER = "oauth_userinfo.json"
ANSWERED = "verify_webhook.json"


@pytest.mark.parametrize("name", WEBHOOKS)
def test_a_webhook_becomes_its_event(name: str) -> None:
    (raw,) = webhook(sample(f"douyin/{name}")).raws
    (event,) = events_of(raw)
    assert raw.person_id == CUSTOMER
    assert stated(event) == {
        "account": f"douyin:{CLIENT_KEY}:{CUSTOMER}",
        "identifiers": [OPEN_ID],
        **WEBHOOKS[name],
    }


@pytest.mark.parametrize("name", LIVE)
def test_a_live_message_becomes_its_event(name: str) -> None:
    body = sample(f"douyin/{name}")
    (raw,) = live_push(name.removesuffix("_push.json"), body).raws
    (event,) = events_of(raw)
    assert raw.body.encode() in body
    assert raw.person_id == "_000demoSecOpenid"
    assert stated(event) == {
        "account": f"douyin:{CLIENT_KEY}:_000demoSecOpenid",
        "identifiers": [f"douyin_open_id({CLIENT_KEY})=_000demoSecOpenid"],
        **NAMED,
        "context": {"attributes": {"room_id": ROOM}},
        **LIVE[name],
    }


def listed() -> RawEvent:
    (body,) = array_elements(sample(f"douyin/{LISTED}"), "data", "list")
    headers = {"brand": BRAND, "item_id": VIDEO["id"]}
    return comment_event(body, CLIENT_KEY, headers, datetime(2026, 1, 1, tzinfo=UTC))


def test_a_listed_comment_becomes_its_event() -> None:
    (event,) = events_of(listed())
    assert stated(event) == {
        "type": "comment",
        "platform_type": "comment",
        "occurred_at": "2026-01-01T04:07:00Z",
        "account": f"douyin:{CLIENT_KEY}:{CUSTOMER}",
        "identifiers": [OPEN_ID],
        **NAMED,
        "content": {
            "kind": "text",
            "text": "求链接",
            "attributes": {"id": COMMENT, "likes": "3"},
        },
        "object": VIDEO,
    }


def test_a_comment_is_one_event_whether_it_was_pushed_or_listed() -> None:
    (pushed,) = webhook(sample("douyin/item_comment_reply.json")).raws
    assert pushed.event_id == listed().event_id


def test_a_login_joins_the_ids() -> None:
    (raw,) = login().raws
    (event,) = events_of(raw)
    assert raw.person_id == CUSTOMER
    assert stated(event) == {
        "type": "identify",
        "platform_type": "login",
        "occurred_at": "2026-01-01T03:50:00Z",
        "account": f"douyin:{CLIENT_KEY}:{CUSTOMER}",
        "identifiers": [
            OPEN_ID,
            "douyin_union_id(示例品牌)=b5f0c3e8-2d41-4a97-8c6b-0e9d7f1a2b34",
        ],
        **NAMED,
    }


def test_the_check_of_the_address_is_answered_and_never_an_event() -> None:
    body = sample(f"douyin/{ANSWERED}")
    received = webhook(body)
    assert (received.answer.body, received.raws) == (b'{"challenge":12345}', ())
    raw = raw_of(body, platform="douyin", source_account=CLIENT_KEY, kind="webhook")
    assert isinstance(read(raw), Ignored)


def test_no_sample_is_left_out() -> None:
    names = {path.name for path in (SAMPLES / "douyin").iterdir()}
    assert names == {*WEBHOOKS, *LIVE, LISTED, USER, ANSWERED}
