"""Every sample of a shop becomes the right events or is ignored for a stated reason."""

import json
from decimal import Decimal
from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.reading import Ignored
from connectors.wechat_channels.order import fact_id
from schemas.errors import Reject
from schemas.event import EventType
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated
from tests.connectors.wechat_channels.bodies import AFTERSALE

APP_ID = "wx2c7e91d45ab3f806"
OPENID = "osQd23UfRbVx8HkMaW6TyGnZpE0j"
UNIONID = "oZ8kd5tQpXhW2mVbLr0YnCjAe7uS"
ORDER_ID = "3705000000000000128"
ACCOUNT = f"wechat_channels:{APP_ID}:{OPENID}"
OWN = f"openid({APP_ID})={OPENID}"

PUSHED: dict[str, dict[str, Any]] = {
    "order_new.json": {
        "type": "order",
        "platform_type": "channels_ec_order_new",
        "occurred_at": "2026-01-01T04:16:40Z",
        "account": ACCOUNT,
        "identifiers": [OWN],
        "object": {"type": "order", "id": ORDER_ID},
    },
    "order_pay.json": {
        "type": "payment",
        "platform_type": "channels_ec_order_pay",
        "occurred_at": "2026-01-01T04:17:38Z",
        "account": ACCOUNT,
        "identifiers": [OWN],
        "object": {"type": "order", "id": ORDER_ID},
    },
    "aftersale_update.json": {
        "type": "ticket",
        "platform_type": "channels_ec_aftersale_update",
        "occurred_at": "2026-01-01T05:23:20Z",
        "account": f"wechat_channels:{APP_ID}:order/{ORDER_ID}",
        "object": {
            "type": "order",
            "id": ORDER_ID,
            "attributes": {"after_sale_order_id": "2000000001", "status": "USER_WAIT_RETURN"},
        },
        "anonymous": True,
    },
}
ORDER = {
    "account": ACCOUNT,
    "identifiers": [OWN, f"unionid(brand)={UNIONID}"],
    "traits": {
        "name": "林**",
        "masked_phone": "139****0001",
        "province": "上海市",
        "city": "上海市",
    },
    "object": {
        "type": "order",
        "id": ORDER_ID,
        "title": "保湿面霜 50ml",
        "amount": "128",
        "currency": "CNY",
        "attributes": {
            "products": [
                {
                    "product_id": "10000081",
                    "sku_id": "500012",
                    "title": "保湿面霜 50ml",
                    "count": "1",
                    "price": "128",
                }
            ],
            "status": "20",
        },
    },
    "context": {"campaign": {"finder_id": "sphDemo0001", "live_id": "export/demo-live"}},
}
LIST = "order_list_get.json"


def wrapped(body: bytes, kind: str = "push", **headers: str) -> RawEvent:
    return raw_of(
        body,
        platform="wechat_channels",
        source_account=APP_ID,
        kind=kind,
        headers={"open_platform": "brand"} | headers,
    )


def order(**headers: str) -> RawEvent:
    return wrapped(sample("wechat_channels/order_get.json"), "order", **headers)


@pytest.mark.parametrize("name", PUSHED)
def test_a_push_becomes_its_event(name: str) -> None:
    (event,) = events_of(wrapped(sample(f"wechat_channels/{name}")))
    assert stated(event) == PUSHED[name]


def test_what_is_pushed_of_an_order_is_the_same_event_as_what_the_order_tells() -> None:
    """A shop that comes to be polled has its orders of the last days told a second time."""
    pushed = [
        event.event_id
        for name in ("order_new.json", "order_pay.json")
        for event in events_of(wrapped(sample(f"wechat_channels/{name}")))
    ]
    assert pushed == [event.event_id for event in events_of(order())]


@pytest.mark.parametrize(("told", "is_fact"), [({"finish_delivery": 1}, True), ({}, False)])
def test_only_the_last_parcel_is_what_the_order_tells(told: dict[str, int], is_fact: bool) -> None:
    push = json.loads(sample("wechat_channels/order_pay.json"))
    push |= {"Event": "channels_ec_order_deliver", "order_info": {"order_id": ORDER_ID} | told}
    raw = wrapped(json.dumps(push).encode())
    (event,) = events_of(raw)
    assert (event.event_id == fact_id(raw, ORDER_ID, "delivered")) is is_fact
    assert (event.event_id == raw.event_id) is not is_fact


def test_an_order_is_made_and_paid_with_its_amount_in_yuan() -> None:
    assert [stated(event) for event in events_of(order())] == [
        ORDER
        | {
            "type": "order",
            "platform_type": "order created",
            "occurred_at": "2026-01-01T04:16:40Z",
        },
        ORDER
        | {
            "type": "payment",
            "platform_type": "order paid",
            "occurred_at": "2026-01-01T04:17:38Z",
        },
    ]


def test_a_list_of_ids_is_ignored() -> None:
    reading = read(wrapped(sample(f"wechat_channels/{LIST}"), "order_list"))
    assert reading == Ignored("ids only; each order follows")


def test_no_sample_is_left_out() -> None:
    """`encrypted_post.json` is the vector of `test_vectors`."""
    known = {*PUSHED, "order_get.json", LIST, "encrypted_post.json"}
    assert {path.name for path in (SAMPLES / "wechat_channels").iterdir()} == known


@pytest.mark.parametrize("name", PUSHED)
def test_where_the_shop_is_polled_a_push_only_rings(name: str) -> None:
    reading = read(wrapped(sample(f"wechat_channels/{name}"), polled="true"))
    assert isinstance(reading, Ignored)


def test_a_fact_is_one_event_however_often_the_order_changes() -> None:
    body = sample("wechat_channels/order_get.json")
    later = body.replace(b'"update_time": 1767241060', b'"update_time": 1767300000')
    again = events_of(wrapped(later, "order"))
    assert [event.event_id for event in again] == [e.event_id for e in events_of(order())]


def test_what_was_told_before_is_not_told_again() -> None:
    (paid,) = events_of(order(told_before="1767241058"))
    assert paid.type is EventType.PAYMENT
    assert isinstance(read(order(told_before="1767241059")), Ignored)


def test_an_order_that_was_sent_or_cancelled_says_so_without_its_amount() -> None:
    body = sample("wechat_channels/order_get.json")
    body = body.replace(b'"deliver_method": 0', b'"ship_done_time": 1767245000')
    body = body.replace(b'"status": 20', b'"status": 250')
    *_, sent, cancelled = events_of(wrapped(body, "order"))
    assert [sent.platform_type, cancelled.platform_type] == ["order delivered", "order cancelled"]
    for event in (sent, cancelled):
        assert event.object is not None
        assert event.object.amount is None


def test_fen_become_yuan_exactly() -> None:
    body = sample("wechat_channels/order_get.json")
    body = body.replace(b'"order_price": 12800', b'"order_price": 900719925474099301')
    made, _ = events_of(wrapped(body, "order"))
    assert made.object is not None
    assert made.object.amount == Decimal("9007199254740993.01")


def test_a_whole_phone_may_be_a_virtual_one_and_is_left_out() -> None:
    body = sample("wechat_channels/order_get.json").replace(b"139****0001", b"17000000001")
    made, _ = events_of(wrapped(body, "order"))
    assert "masked_phone" not in made.traits
    assert [identifier.type for identifier in made.identifiers] == ["openid", "unionid"]


def test_an_aftersale_is_a_refund_when_it_is_asked_for_and_only_then() -> None:
    refund, status = events_of(wrapped(AFTERSALE, "aftersale"))
    assert stated(refund) == {
        "type": "refund",
        "platform_type": "aftersale asked",
        "occurred_at": "2026-01-01T05:06:40Z",
        "account": ACCOUNT,
        "identifiers": [OWN, f"unionid(brand)={UNIONID}"],
        "object": {
            "type": "order",
            "id": ORDER_ID,
            "amount": "128",
            "currency": "CNY",
            "attributes": {
                "after_sale_order_id": "2000000001",
                "status": "MERCHANT_REFUND_SUCCESS",
            },
        },
    }
    assert (status.type, status.platform_type) == ("custom", "aftersale MERCHANT_REFUND_SUCCESS")
    assert status.object is not None
    assert status.object.amount is None
    earlier = AFTERSALE.replace(b"MERCHANT_REFUND_SUCCESS", b"MERCHANT_PROCESSING")
    again, other = events_of(wrapped(earlier, "aftersale"))
    assert again.event_id == refund.event_id
    assert other.type is EventType.CUSTOM


def test_a_complaint_is_of_nobody_as_its_sender_is_the_same_for_all() -> None:
    body = b"""{"FromUserName": "o_of_the_platform", "CreateTime": 1767240000, "MsgType": "event",
        "Event": "channels_ec_complaint_update", "finder_shop_complaint": {"complaint_status": 100,
        "after_sale_order_id": "2", "complaint_id": "3", "order_id": "1"}}"""
    (event,) = events_of(wrapped(body))
    assert (event.type, event.anonymous, event.identifiers) == ("ticket", True, ())
    assert event.account.account_id == f"wechat_channels:{APP_ID}:order/1"


def test_a_received_coupon_is_a_thing_collected() -> None:
    body = b"""{"FromUserName": "o1", "CreateTime": 1767240000, "MsgType": "event",
        "Event": "channels_ec_coupon_receive", "receive_info": {"coupon_id": "19126",
        "user_coupon_id": "29730", "receive_time": "1767240000"}}"""
    (event,) = events_of(wrapped(body))
    assert event.type is EventType.COLLECT
    assert event.object is not None
    assert (event.object.type, event.object.id) == ("coupon", "19126")


def test_an_unknown_event_is_kept_under_its_own_name() -> None:
    body = sample("wechat_channels/order_new.json").replace(b"ec_order_new", b"ec_brand_new")
    (event,) = events_of(wrapped(body))
    assert (event.type, event.platform_type) == ("custom", "channels_ec_brand_new")


@pytest.mark.parametrize("removed", [b'"openid"', b'"order_id"', b'"create_time"'])
def test_an_order_without_what_it_needs_is_rejected(removed: bytes) -> None:
    body = sample("wechat_channels/order_get.json").replace(removed, b'"other"')
    with pytest.raises(Reject) as error:
        read(wrapped(body, "order"))
    assert error.value.field.rpartition(".")[2] == removed.decode().strip('"')
