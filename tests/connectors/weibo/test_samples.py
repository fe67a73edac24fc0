"""Every sample of Weibo becomes the right event or is ignored for a stated reason."""

from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.json_text import array_elements
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated

BRAND = "2600000009"
PROFILE = {
    "nickname": "小满不加糖",
    "gender": "female",
    "location": "上海 黄浦区",
    "verified": "false",
    "followers_count": "318",
}

EVENTS: dict[str, dict[str, Any]] = {
    "fans_text.json": {
        "type": "message",
        "platform_type": "text",
        "occurred_at": "2026-01-01T04:11:00Z",
        "content": {"kind": "text", "text": "怎么退货"},
    },
    "fans_event_follow.json": {
        "type": "follow",
        "platform_type": "follow",
        "occurred_at": "2026-01-01T04:10:00Z",
    },
    "fans_event_scan_follow.json": {
        "type": "follow",
        "platform_type": "scan_follow",
        "occurred_at": "2026-01-01T04:10:00Z",
        "context": {"scene": "store_sh_017"},
    },
    "comments_to_me.json": {
        "type": "comment",
        "platform_type": "comment",
        "occurred_at": "2026-01-01T04:05:31Z",
        "traits": PROFILE,
        "content": {
            "kind": "text",
            "text": "链接打不开了[泪]",
            "attributes": {"id": "5120000000000777", "reply_to": "5120000000000700"},
        },
        "object": {
            "type": "post",
            "id": "5119000000000100",
            "title": "新品开售",
            "attributes": {"author_uid": BRAND},
        },
        "context": {"attributes": {"source": "微博网页版"}},
    },
    "statuses_mentions.json": {
        "type": "mention",
        "platform_type": "status",
        "occurred_at": "2026-01-01T03:40:00Z",
        "traits": PROFILE,
        "content": {
            "kind": "text",
            "text": "@示例品牌 的面霜用完了,求补货",
            "attributes": {"id": "5120000000000001"},
        },
        "object": {
            "type": "post",
            "id": "5120000000000001",
            "attributes": {"reposts_count": "2", "comments_count": "5", "attitudes_count": "17"},
        },
        "context": {"attributes": {"source": "iPhone客户端"}},
    },
}


def raw(name: str) -> RawEvent:
    body = sample(f"weibo/{name}")
    for field, kind in (("comments", "comment"), ("statuses", "status")):
        if name.startswith(field):
            return wrapped(array_elements(body, field)[0], kind)
    return wrapped(body, "fans")


def wrapped(body: bytes, kind: str) -> RawEvent:
    return raw_of(body, platform="weibo", source_account=BRAND, kind=kind)


@pytest.mark.parametrize("name", EVENTS)
def test_a_payload_becomes_its_event(name: str) -> None:
    (event,) = events_of(raw(name))
    assert stated(event) == {
        "account": "weibo:global:2700000001",
        "identifiers": ["weibo_uid()=2700000001"],
        **EVENTS[name],
    }


def test_what_the_brand_itself_says_is_no_customers() -> None:
    body = sample("weibo/comments_to_me.json").replace(b"2700000001", BRAND.encode())
    (comment,) = array_elements(body, "comments")
    own = raw_of(comment, platform="weibo", source_account=BRAND, kind="comment")
    assert read(own) == Ignored("said by the brand's own account")


def test_an_error_of_the_api_is_ignored() -> None:
    assert isinstance(read(raw("error.json")), Ignored)


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in (SAMPLES / "weibo").iterdir()} == {*EVENTS, "error.json"}


def test_a_comment_under_a_post_of_others_is_a_mention() -> None:
    body = raw("comments_to_me.json").body_bytes.replace(BRAND.encode(), b"2600000010")
    (event,) = events_of(wrapped(body, "comment"))
    assert (event.type, event.platform_type) == ("mention", "comment elsewhere")


def test_a_deleted_post_is_ignored() -> None:
    assert isinstance(read(wrapped(b'{"deleted": "1"}', "status")), Ignored)


@pytest.mark.parametrize(("subtype", "given"), [("subscribe", True), ("unsubscribe", False)])
def test_subscribing_to_messages_is_consent(subtype: str, given: bool) -> None:
    body = sample("weibo/fans_event_follow.json").replace(b'"follow"', f'"{subtype}"'.encode())
    (event,) = events_of(wrapped(body, "fans"))
    assert event.consent == {"weibo_message": given}


def test_a_date_that_is_none_is_rejected_by_field() -> None:
    body = sample("weibo/fans_text.json").replace(b"Jan 01", b"Jan 32")
    with pytest.raises(Reject) as error:
        read(wrapped(body, "fans"))
    assert error.value.field == "created_at"
