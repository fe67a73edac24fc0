"""Every sample of Kuaishou becomes the right event, or is none."""

from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from tests.connectors.kuaishou.webhook import APP_ID, received
from tests.connectors.reading import SAMPLES, events_of, sample, stated

ROOM = {"attributes": {"room_code": "ROOM0001", "author_open_id": "f18ddemoauthoropenid"}}

EVENTS: dict[str, dict[str, Any]] = {
    "live_comment.json": {
        "type": "live_comment",
        "platform_type": "liveComment",
        "occurred_at": "2026-01-01T04:13:20.001000Z",
        "content": {"kind": "text", "text": "还有货吗"},
        "object": {"type": "live_room", "id": "ROOM0001"},
    },
    "live_gift.json": {
        "type": "gift",
        "platform_type": "giftSend",
        "occurred_at": "2026-01-01T04:13:30.001000Z",
        "object": {
            "type": "gift",
            "id": "114",
            "title": "小心心",
            "attributes": {"count": "2", "unit_price": "1", "total_price": "2"},
        },
    },
    "live_like.json": {
        "type": "like",
        "platform_type": "liveLike",
        "occurred_at": "2026-01-01T04:13:40.001000Z",
        "object": {"type": "live_room", "id": "ROOM0001", "attributes": {"count": "8"}},
    },
}
NO_EVENTS = {"shop_token.json": "the answer to a renewal of the shop's token, see test_orders"}


@pytest.mark.parametrize("name", EVENTS)
def test_a_push_becomes_its_event(name: str) -> None:
    (raw,) = received(sample(f"kuaishou/{name}")).raws
    (event,) = events_of(raw)
    assert raw.person_id == "kdemoopenid0001"
    assert stated(event) == {
        "account": f"kuaishou:{APP_ID}:kdemoopenid0001",
        "identifiers": [f"kuaishou_user_id({APP_ID})=kdemoopenid0001"],
        "traits": {"nickname": "小满快跑"},
        "context": ROOM,
        **EVENTS[name],
    }


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in (SAMPLES / "kuaishou").iterdir()} == {*EVENTS, *NO_EVENTS}


def test_a_push_of_another_type_is_kept_under_its_name() -> None:
    body = sample("kuaishou/live_like.json").replace(b"liveLike", b"liveShare")
    (event,) = events_of(received(body).raws[0])
    assert (event.type, event.platform_type) == ("custom", "liveShare")


def test_what_the_streamer_does_is_no_customers() -> None:
    body = sample("kuaishou/live_comment.json").replace(b"kdemoopenid0001", b"f18ddemoauthoropenid")
    assert isinstance(read(received(body).raws[0]), Ignored)


def test_the_consoles_test_is_answered_and_ignored() -> None:
    found = received(b'{"event": "test", "message_id": "m1"}')
    assert found.answer.body == b'{"result":1,"message_id":"m1"}'
    assert isinstance(read(found.raws[0]), Ignored)


def test_a_webhook_that_nobody_knows_is_rejected() -> None:
    with pytest.raises(Reject) as error:
        read(received(b'{"event": "NEW", "message_id": "m1"}').raws[0])
    assert error.value.field == "event"


def test_each_viewer_of_a_push_is_a_raw_event_of_its_exact_bytes() -> None:
    body = (
        b'{"event": "LIVE_INTERACTION_DATA", "message_id": "m1", "timestamp": 1767240800123, '
        b'"data": {"push_type": "liveLike", "payload": [{"userInfo": {"userId":"a"}} ,'
        b' {"userInfo":{"userId": "b"}}]}}'
    )
    first, second = received(body).raws
    assert (first.body, second.body) == (
        '{"userInfo": {"userId":"a"}}',
        '{"userInfo":{"userId": "b"}}',
    )
    assert first.event_id != second.event_id
    assert [raw.event_id for raw in received(body).raws] == [first.event_id, second.event_id]
    assert [raw.person_id for raw in (first, second)] == ["a", "b"]
