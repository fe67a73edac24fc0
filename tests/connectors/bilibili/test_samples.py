"""Every sample of Bilibili becomes the right event or is ignored for a stated reason."""

from typing import Any

import pytest

from connectors.bilibili.api import Session
from connectors.bilibili.event_types import ANSWER, LIVE, WEBHOOKS
from connectors.registry import read
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated

APP, CLIENT = "1700000000001", "39demo75dd674f17"
VIEWER = "b0demo0openid0000000000000000001"
OWNER = "9200000000000000000000000000001c"

IN_THE_ROOM: dict[str, Any] = {
    "account": f"bilibili:{APP}:{VIEWER}",
    "identifiers": [f"bilibili_open_id({APP})={VIEWER}"],
    "traits": {"nickname": "小满爱看番"},
    "context": {"attributes": {"room_id": "4600001", "guard_level": "0", "fans_medal_level": "12"}},
}
EVENTS: dict[str, dict[str, Any]] = {
    "open_live_dm.json": IN_THE_ROOM
    | {
        "type": "live_comment",
        "platform_type": "DM",
        "occurred_at": "2026-01-01T04:20:00Z",
        "content": {"kind": "text", "text": "面霜链接发一下"},
        "object": {"type": "live_room", "id": "4600001"},
    },
    "open_live_send_gift.json": IN_THE_ROOM
    | {
        "type": "gift",
        "platform_type": "SEND_GIFT",
        "occurred_at": "2026-01-01T04:20:10Z",
        "object": {
            "type": "gift",
            "id": "31036",
            "title": "小花花",
            "amount": "0.1",
            "currency": "CNY",
            "attributes": {"gift_num": "1", "paid": "true", "combo_gift": "false"},
        },
    },
    "open_live_like.json": IN_THE_ROOM
    | {
        "type": "like",
        "platform_type": "LIKE",
        "occurred_at": "2026-01-01T04:20:20Z",
        "object": {"type": "live_room", "id": "4600001", "attributes": {"like_count": "6"}},
        "context": {"attributes": {"room_id": "4600001", "fans_medal_level": "12"}},
    },
    "open_live_super_chat.json": IN_THE_ROOM
    | {
        "type": "gift",
        "platform_type": "SUPER_CHAT",
        "occurred_at": "2026-01-01T04:20:30Z",
        "content": {"kind": "text", "text": "支持!"},
        "object": {"type": "super_chat", "id": "9000001", "amount": "30", "currency": "CNY"},
    },
    "open_live_guard.json": IN_THE_ROOM
    | {
        "type": "gift",
        "platform_type": "GUARD",
        "occurred_at": "2026-01-01T04:20:40Z",
        "object": {
            "type": "guard",
            "id": "3",
            "amount": "138",
            "currency": "CNY",
            "attributes": {"guard_num": "1", "guard_unit": "月"},
        },
        "context": {
            "attributes": {"room_id": "4600001", "guard_level": "3", "fans_medal_level": "12"}
        },
    },
    "webhook_authorize.json": {
        "type": "consent_given",
        "platform_type": "authorize",
        "occurred_at": "2026-01-01T04:02:01Z",
        "account": f"bilibili:{CLIENT}:{OWNER}",
        "identifiers": [f"bilibili_open_id({CLIENT})={OWNER}"],
        "context": {"attributes": {"permits": "USER_INFO, USER_DATA"}},
        "consent": {"bilibili_data": True},
    },
    "webhook_deauthorize.json": {
        "type": "consent_withdrawn",
        "platform_type": "deauthorize",
        "occurred_at": "2026-01-02T04:02:01Z",
        "account": f"bilibili:{CLIENT}:{OWNER}",
        "identifiers": [f"bilibili_open_id({CLIENT})={OWNER}"],
        "consent": {"bilibili_data": False},
    },
}
IGNORED = {
    "open_live_start_response.json": ANSWER,
    "webhook_verify.json": WEBHOOKS["verify_webhooks"],
}


def raw(name: str, replace: tuple[bytes, bytes] = (b"", b"")) -> RawEvent:
    kind, account = ("webhook", CLIENT) if name.startswith("webhook") else ("live", APP)
    body = sample(f"bilibili/{name}").replace(*replace)
    return raw_of(body, platform="bilibili", source_account=account, kind=kind)


@pytest.mark.parametrize("name", EVENTS)
def test_a_payload_becomes_its_event(name: str) -> None:
    (event,) = events_of(raw(name))
    assert stated(event) == EVENTS[name]


@pytest.mark.parametrize("name", IGNORED)
def test_what_no_customer_did_is_ignored(name: str) -> None:
    assert read(raw(name)) == IGNORED[name]


def test_no_sample_is_left_out() -> None:
    names = {path.name for path in (SAMPLES / "bilibili").iterdir()}
    assert names == {*EVENTS, *IGNORED}


def test_the_answer_to_a_start_says_where_to_listen() -> None:
    answer = Payload(parse_object(sample("bilibili/open_live_start_response.json")))
    session = Session.of(answer.child("data"))
    assert (session.game_id, session.links) == ("demo-game-id", ("wss://demo.example/sub",))
    assert Payload(parse_object(session.auth_body.encode())).text("key") == "demo"


def test_a_union_id_is_of_the_developer() -> None:
    body = raw("open_live_dm.json", (b'"union_id": ""', b'"union_id": "u1"')).body_bytes
    (event,) = events_of(
        raw_of(
            body,
            platform="bilibili",
            source_account=APP,
            kind="live",
            headers={"developer": "brand"},
        )
    )
    assert stated(event)["identifiers"][1] == "bilibili_union_id(brand)=u1"


def test_a_free_gift_cost_nothing() -> None:
    (event,) = events_of(raw("open_live_send_gift.json", (b'"paid": true', b'"paid": false')))
    assert event.object is not None
    assert event.object.amount is None


def test_several_gifts_cost_several_times_what_was_really_paid_for_one() -> None:
    body = sample("bilibili/open_live_send_gift.json")
    body = body.replace(b'"gift_num": 1', b'"gift_num": 3').replace(
        b'"r_price": 100', b'"r_price": 90'
    )
    (event,) = events_of(raw_of(body, platform="bilibili", source_account=APP, kind="live"))
    assert stated(event)["object"]["amount"] == "0.27"


def test_someone_who_enters_is_seen() -> None:
    change = (b"LIVE_OPEN_PLATFORM_DM", b"LIVE_OPEN_PLATFORM_LIVE_ROOM_ENTER")
    (event,) = events_of(raw("open_live_dm.json", change))
    assert (event.type, event.content) == ("live_enter", None)


@pytest.mark.parametrize(
    "kind", [kind for kind, meaning in LIVE.items() if isinstance(meaning, Ignored)]
)
def test_what_the_platform_or_the_brand_did_is_ignored(kind: str) -> None:
    change = (b"LIVE_OPEN_PLATFORM_DM", f"LIVE_OPEN_PLATFORM_{kind}".encode())
    assert read(raw("open_live_dm.json", change)) == LIVE[kind]


def test_a_message_of_old_knows_the_person_by_uid() -> None:
    body = sample("bilibili/open_live_dm.json").replace(b'"uid": 0', b'"uid": 123')
    body = body.replace(VIEWER.encode(), b"")
    (event,) = events_of(raw_of(body, platform="bilibili", source_account=APP, kind="live"))
    assert (event.account.account_id, event.identifiers) == ("bilibili:uid:123", ())


def test_a_message_of_nobody_is_rejected_by_field() -> None:
    with pytest.raises(Reject) as error:
        read(raw("open_live_dm.json", (VIEWER.encode(), b"")))
    assert error.value.field == "data.open_id"


def test_a_command_that_is_new_is_kept_under_its_name() -> None:
    (event,) = events_of(raw("open_live_dm.json", (b"PLATFORM_DM", b"PLATFORM_DANCE")))
    assert (event.type, event.platform_type) == ("custom", "DANCE")
