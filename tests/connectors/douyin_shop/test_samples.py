"""Every sample of Doudian becomes the right event."""

from typing import Any

import pytest

from connectors.douyin_shop.receiver import MESSAGE
from connectors.registry import read
from connectors.sdk.json_text import array_elements
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.raw import RawEvent
from tests.connectors.reading import RECEIVED_AT, SAMPLES, events_of, raw_of, sample, stated

APP_KEY = "7000000000000000001"

EVENTS: dict[str, dict[str, Any]] = {
    "trade_paid.json": {
        "type": "payment",
        "platform_type": "110",
        "occurred_at": "2026-01-01T04:11:40Z",
        "object": {
            "type": "order",
            "id": "6920000000000000001",
            "amount": "128",
            "currency": "CNY",
            "attributes": {
                "shop_id": "900001",
                "order_status": "2",
                "order_type": "0",
                "pay_type": "1",
            },
        },
    },
    "refund_created.json": {
        "type": "refund",
        "platform_type": "200",
        "occurred_at": "2026-01-02T07:58:20Z",
        "object": {
            "type": "order",
            "id": "6920000000000000001",
            "amount": "128",
            "currency": "CNY",
            "attributes": {
                "shop_id": "900001",
                "aftersale_id": "700001",
                "aftersale_status": "6",
                "aftersale_type": "1",
                "reason_code": "7",
            },
        },
    },
}


def message(name: str) -> bytes:
    (body,) = array_elements(sample(f"douyin_shop/{name}"))
    return body


def raw(body: bytes) -> RawEvent:
    return raw_of(body, platform="douyin_shop", source_account=APP_KEY, kind=MESSAGE)


@pytest.mark.parametrize("name", EVENTS)
def test_a_message_becomes_its_event(name: str) -> None:
    (event,) = events_of(raw(message(name)))
    assert stated(event) == {
        "account": f"douyin_shop:{APP_KEY}:order/6920000000000000001",
        "anonymous": True,
        **EVENTS[name],
    }


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in (SAMPLES / "douyin_shop").iterdir()} == set(EVENTS)


def test_a_tag_that_is_not_listed_is_kept_under_its_number() -> None:
    (event,) = events_of(raw(b'{"tag": 999, "msgId": "1", "data": {"p_id": 5, "pay_time": 0}}'))
    assert (event.type, event.platform_type, event.occurred_at) == ("custom", "999", RECEIVED_AT)


def test_the_consoles_test_is_ignored() -> None:
    assert isinstance(read(raw(b'{"tag": "0", "data": "x"}')), Ignored)


def test_one_order_counts_once() -> None:
    bodies = [
        f'{{"tag": "{tag}", "data": {{"p_id": 5, "pay_time": 1767240700}}}}'.encode()
        for tag in (100, 101, 110, 102, 103)
    ]
    types = [event.type for body in bodies for event in events_of(raw(body))]
    assert types == ["order", "custom", "payment", "delivery", "custom"]


def test_an_order_was_complete_when_it_says_so_and_not_when_it_was_paid() -> None:
    body = b'{"tag": 103, "data": {"p_id": 5, "pay_time": 1767240700, "complete_time": 1767300000}}'
    (event,) = events_of(raw(body))
    assert event.occurred_at.timestamp() == 1767300000


def test_a_message_without_an_order_is_rejected_by_field() -> None:
    with pytest.raises(Reject) as error:
        read(raw(b'{"tag": "110", "data": {}}'))
    assert error.value.field == "data.p_id"
