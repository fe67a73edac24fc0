"""Raw events keep the bytes and are the same event each time they are delivered."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import ValidationError

from schemas.raw import RawEvent, event_id_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def a_raw_event(body: bytes, dedupe_key: str = "key") -> RawEvent:
    return RawEvent.of(
        platform="weibo",
        source_account="brand",
        kind="push",
        dedupe_key=dedupe_key,
        body=body,
        received_at=NOW,
    )


@given(st.binary())
def test_any_bytes_survive_the_wire(body: bytes) -> None:
    assert RawEvent.from_bytes(a_raw_event(body).to_bytes()).body_bytes == body


def test_a_repeated_delivery_is_the_same_event() -> None:
    assert a_raw_event(b"{}").event_id == a_raw_event(b"{ }").event_id
    assert a_raw_event(b"{}").event_id != a_raw_event(b"{}", dedupe_key="other").event_id


def test_the_parts_of_an_event_id_cannot_run_into_each_other() -> None:
    assert event_id_of("a", "bc", "d") != event_id_of("ab", "c", "d")


def test_an_unknown_field_does_not_stop_a_reader() -> None:
    newer = a_raw_event(b"x").to_bytes().replace(b"{", b'{"added_later":1,', 1)
    assert RawEvent.from_bytes(newer).body_bytes == b"x"


def test_an_unreadable_message_is_refused_without_its_value() -> None:
    with pytest.raises(ValidationError) as refused:
        RawEvent.from_bytes(b'{"event_id": "13900010001"}')
    assert "13900010001" not in str(refused.value)


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValidationError):
        RawEvent.from_builtins(a_raw_event(b"").to_builtins() | {"received_at": "2026-01-01T00:00"})
