"""Every sample of Xiaohongshu becomes the right events or is ignored for a stated reason."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.xiaohongshu.api import token_of
from connectors.xiaohongshu.event_types import ASKED_FOR, GOODS, TAGS
from schemas.errors import Reject
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated

SELLER = "5f00000000000000demo0001"
ACCOUNT = f"xiaohongshu:{SELLER}:order/P768000000000000001"
ORDER = {"type": "order", "id": "P768000000000000001", "attributes": {"orderStatus": "4"}}


def push(name: str, **headers: str) -> RawEvent:
    (element,) = array_elements(sample(f"xiaohongshu/{name}"))
    return wrapped(element, "push", **headers)


def wrapped(body: bytes, kind: str, **headers: str) -> RawEvent:
    return raw_of(body, platform="xiaohongshu", source_account=SELLER, kind=kind, headers=headers)


def polled() -> RawEvent:
    body = sample("xiaohongshu/api_envelope.json")
    (element,) = array_elements(body, "data", "orderList")
    return wrapped(element, "order")


def only(raw: RawEvent) -> CustomerEvent:
    (event,) = events_of(raw)
    return event


EVENTS: list[tuple[RawEvent, list[dict[str, Any]]]] = [
    (
        push("push_order_status.json"),
        [
            {
                "account": ACCOUNT,
                "anonymous": True,
                "type": "payment",
                "platform_type": "order paid",
                "occurred_at": "2026-01-01T04:15:00.123000Z",
                "object": ORDER,
            }
        ],
    ),
    (
        push("push_after_sale_create.json"),
        [
            {
                "account": ACCOUNT,
                "anonymous": True,
                "type": "refund",
                "platform_type": "msg_after_sale_create",
                "occurred_at": "2026-01-02T08:01:40.123000Z",
                "object": {
                    "type": "refund",
                    "id": "R768000000000000001",
                    "attributes": {"order_id": "P768000000000000001"},
                },
            }
        ],
    ),
    (
        polled(),
        [
            {
                "account": ACCOUNT,
                "anonymous": True,
                "type": "order",
                "platform_type": "order placed",
                "occurred_at": "2026-01-01T04:00:00Z",
                "object": ORDER,
            },
            {
                "account": ACCOUNT,
                "anonymous": True,
                "type": "payment",
                "platform_type": "order paid",
                "occurred_at": "2026-01-01T04:01:00Z",
                "object": ORDER,
            },
        ],
    ),
]


@pytest.mark.parametrize(
    ("raw", "expected"), EVENTS, ids=["status push", "after-sale push", "order"]
)
def test_a_payload_becomes_its_events(raw: RawEvent, expected: list[dict[str, Any]]) -> None:
    assert [stated(event) for event in events_of(raw)] == expected


def test_a_remark_of_the_sellers_is_ignored() -> None:
    reading = read(push("push_seller_remark.json"))
    assert reading == TAGS["msg_fulfillment_seller_remark_change"]


def test_the_token_is_read_with_its_end_and_the_next_refresh_token() -> None:
    answer = Payload(parse_object(sample("xiaohongshu/token.json")))
    token = token_of(answer.child("data"))
    assert (token.value, token.refresh) == ("token-demo", "refresh-demo")
    assert token.expires_at == datetime(2026, 1, 8, 4, 3, 20, tzinfo=UTC)


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in (SAMPLES / "xiaohongshu").iterdir()} == {
        "api_envelope.json",
        "push_after_sale_create.json",
        "push_order_status.json",
        "push_seller_remark.json",
        "token.json",
    }


def test_a_push_and_the_order_that_is_asked_for_tell_one_event() -> None:
    _, paid = events_of(polled())
    assert only(push("push_order_status.json")).event_id == paid.event_id


def test_a_status_that_is_pushed_is_not_believed_where_the_order_is_asked_for() -> None:
    assert read(push("push_order_status.json", polled="yes")) == ASKED_FOR


def test_amounts_are_fen() -> None:
    body = polled().body_bytes.replace(
        b'"orderStatus": 4', b'"orderStatus":4,"totalPayAmount":12890'
    )
    for event in events_of(wrapped(body, "order")):
        assert event.object is not None
        assert (str(event.object.amount), event.object.currency) == ("128.9", "CNY")


@pytest.mark.parametrize(
    ("status", "facts"),
    [
        (1, ["order", "payment"]),
        (2, ["order", "payment"]),
        (6, ["order", "payment", "delivery"]),
        (7, ["order", "payment", "custom"]),
        (9, ["order", "payment", "custom"]),
        (77, ["order", "payment", "custom"]),
    ],
)
def test_an_order_tells_all_that_happened_to_it(status: int, facts: list[str]) -> None:
    body = polled().body_bytes.replace(b'"orderStatus": 4', f'"orderStatus": {status}'.encode())
    assert [event.type for event in events_of(wrapped(body, "order"))] == facts


def test_that_an_order_was_shipped_is_told_also_when_it_is_done_by_now() -> None:
    shipped = b'"orderStatus": 7, "deliveryTime": 1767240500000, "finishTime": 1767240800000'
    body = polled().body_bytes.replace(b'"orderStatus": 4', shipped)
    events = events_of(wrapped(body, "order"))
    assert [event.platform_type for event in events] == [
        "order placed",
        "order paid",
        "order shipped",
        "order done",
    ]
    earlier = body.replace(b'"orderStatus": 7', b'"orderStatus": 6')
    assert events_of(wrapped(earlier, "order"))[2].event_id == events[2].event_id


@pytest.mark.parametrize("tag", ["msg_item_create", "msg_item_new_thing"])
def test_what_is_about_goods_is_no_order_of_anybodys(tag: str) -> None:
    body = f'{{"msgTag": "{tag}", "data": "{{\\"itemId\\": \\"1\\"}}"}}'.encode()
    assert read(wrapped(body, "push")) == GOODS


def test_an_order_that_is_not_paid_tells_no_payment() -> None:
    body = polled().body_bytes.replace(b"1767240060000", b"0")
    body = body.replace(b'"orderStatus": 4', b'"orderStatus": 1')
    assert only(wrapped(body, "order")).type == "order"


@pytest.mark.parametrize("data", ["", "{}", "[]", '{"orderId": {}}', "x"])
def test_a_push_that_names_no_order_is_rejected(data: str) -> None:
    text = data.replace('"', '\\"')
    body = f'{{"msgTag": "msg_fulfillment_status_change", "data": "{text}"}}'
    with pytest.raises(Reject):
        read(wrapped(body.encode(), "push"))
