"""How live pushes become raw events, and what becomes of a fans club's."""

import json

import pytest

from connectors.douyin.live_rooms import LiveRooms
from connectors.registry import read
from connectors.sdk.reading import Ignored
from tests.connectors.douyin.calls import ROOM, STREAMER, live_push
from tests.connectors.reading import RECEIVED_AT, events_of


def test_each_message_is_a_raw_event_of_its_exact_bytes() -> None:
    first, second = live_push(
        "live_like", b'[{"msg_id":"1", "sec_openid":"a"} , {"sec_openid":"b","msg_id":"2"}]'
    ).raws
    assert (first.body, second.body) == (
        '{"msg_id":"1", "sec_openid":"a"}',
        '{"sec_openid":"b","msg_id":"2"}',
    )
    assert [raw.person_id for raw in (first, second)] == ["a", "b"]
    assert first.headers == {"room_id": ROOM}


def test_a_message_is_the_same_event_in_any_push() -> None:
    (alone,) = live_push("live_like", b'[{"msg_id":"2"}]').raws
    _, together = live_push("live_like", b'[{"msg_id":"1"},{"msg_id":"2"}]').raws
    assert alone.event_id == together.event_id


def test_what_the_rooms_own_streamer_does_is_no_customers() -> None:
    body = json.dumps(
        [
            {"msg_id": str(number), "sec_openid": who, "timestamp": 1767240600123}
            for number, who in enumerate((STREAMER, "a"))
        ]
    )
    own, other = live_push("live_comment", body.encode()).raws
    assert read(own) == Ignored("done by the brand's own account")
    assert len(events_of(other)) == 1


@pytest.mark.parametrize("body", [b"[]", b"{}", b"[1", b'"x"'])
def test_what_is_no_array_of_messages_is_kept_whole(body: bytes) -> None:
    (raw,) = live_push("live_like", body).raws
    assert raw.body_bytes == body


@pytest.mark.parametrize(
    ("reason", "meaning"), [(1, "custom"), (2, "join_group"), (16, "leave_group"), (9, "custom")]
)
def test_a_fans_club_is_risen_in_joined_and_left(reason: int, meaning: str) -> None:
    body = (
        b'[{"msg_id":"1","sec_openid":"a","timestamp":1767240600123,"fansclub_level":3,'
        b'"fansclub_reason_type":%d}]' % reason
    )
    (event,) = events_of(live_push("live_fansclub", body).raws[0])
    assert (event.type, event.traits) == (meaning, {"fans_club_level": "3"})


def test_the_longest_silent_rooms_are_forgotten_first() -> None:
    rooms = LiveRooms()
    for number in range(600):
        rooms.note(f"r{number}", "live_gift", RECEIVED_AT)
        rooms.note("r0", "live_gift", RECEIVED_AT)
    known = {room for room, _ in rooms.pushed()}
    assert len(known) == 500
    assert {"r0", "r599"} <= known
    assert "r1" not in known
