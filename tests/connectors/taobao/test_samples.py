"""Every sample of Taobao becomes the right events or is ignored for a stated reason."""

from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.json_text import parse_object
from connectors.taobao.event_types import ANSWER, NOBODY, TOPICS
from pipeline.simulator.taobao_channel import frame_of
from schemas.errors import Reject
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from tests.connectors.reading import SAMPLES, events_of, raw_of, sample, stated
from tests.connectors.taobao.bodies import HEADERS, PAID, REVIEW, TRADE

BUYER = "AAHdemo0openuid0000000001"
TID = "3900000000000000001"
OF_THE_BUYER: dict[str, Any] = {
    "account": f"taobao:12000002:{BUYER}",
    "identifiers": [f"taobao_open_uid(12000002)={BUYER}"],
}
MESSAGES: dict[str, dict[str, Any]] = {
    "tmc_trade_buyer_pay.json": OF_THE_BUYER
    | {
        "type": "payment",
        "platform_type": "taobao_trade_TradeBuyerPay",
        "occurred_at": "2026-01-01T04:20:00Z",
        "object": {
            "type": "order",
            "id": TID,
            "amount": "128.00",
            "currency": "CNY",
            "attributes": {"type": "guarantee_trade"},
        },
    },
    "tmc_refund_created.json": OF_THE_BUYER
    | {
        "type": "refund",
        "platform_type": "taobao_refund_RefundCreated",
        "occurred_at": "2026-01-03T01:00:00Z",
        "object": {
            "type": "order",
            "id": TID,
            "amount": "128.00",
            "currency": "CNY",
            "attributes": {"refund_id": "180000000000000001", "refund_phase": "onsale"},
        },
    },
}
ORDERED: dict[str, Any] = OF_THE_BUYER | {
    "traits": {
        "name": "林**",
        "masked_phone": "*******0001",
        "province": "上海",
        "city": "上海市",
    },
    "object": {
        "type": "order",
        "id": TID,
        "title": "保湿面霜 50ml",
        "amount": "128.00",
        "currency": "CNY",
        "attributes": {
            "items": [
                {
                    "product_id": "690000000001",
                    "sku_id": "5100000000001",
                    "title": "保湿面霜 50ml",
                    "quantity": "1",
                    "price": "158.00",
                }
            ]
        },
    },
}


def raw(body: bytes, kind: str) -> RawEvent:
    return raw_of(
        body, platform="taobao", source_account="2200000000001", kind=kind, headers=HEADERS
    )


def without_buyer(body: bytes) -> bytes:
    return body.replace(BUYER.encode(), b"")


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_becomes_its_event(name: str) -> None:
    (event,) = events_of(raw(sample(f"taobao/{name}"), "tmc_message"))
    assert stated(event) == MESSAGES[name]


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_of_the_channel_is_the_same(name: str, zipped: bool) -> None:
    frame = frame_of(parse_object(sample(f"taobao/{name}")), zipped=zipped)
    (event,) = events_of(raw(frame, "tmc_frame"))
    assert stated(event) == MESSAGES[name]


def test_a_trade_becomes_the_steps_that_it_has_passed() -> None:
    ordered, paid = events_of(raw(TRADE, "trade"))
    assert stated(ordered) == ORDERED | {
        "type": "order",
        "platform_type": "taobao_trade_TradeCreate",
        "occurred_at": "2026-01-01T04:19:00Z",
    }
    assert stated(paid) == ORDERED | {
        "type": "payment",
        "platform_type": "taobao_trade_TradeBuyerPay",
        "occurred_at": "2026-01-01T04:20:00Z",
    }


def test_an_error_is_ignored() -> None:
    assert read(raw(sample("taobao/error.json"), "trade")) == ANSWER


def test_no_sample_is_left_out() -> None:
    names = {path.name for path in (SAMPLES / "taobao").iterdir()}
    assert names == {*MESSAGES, "trades_sold_increment_get.json", "error.json"}


def test_a_step_is_one_event_whether_a_message_or_the_list_tells_of_it() -> None:
    (told,) = events_of(raw(PAID, "tmc_message"))
    _, listed = events_of(raw(TRADE, "trade"))
    assert told.event_id == listed.event_id


def test_a_trade_that_went_on_tells_its_earlier_steps_as_the_same_events() -> None:
    later = TRADE.replace(b'"WAIT_SELLER_SEND_GOODS", "type"', b'"TRADE_FINISHED", "type"').replace(
        b'"modified"',
        b'"consign_time": "2026-01-02 08:00:00", "end_time": "2026-01-06", "modified"',
    )
    before, after = events_of(raw(TRADE, "trade")), events_of(raw(later, "trade"))
    assert [event.type for event in after] == ["order", "payment", "delivery", "custom"]
    assert [event.event_id for event in after[:2]] == [event.event_id for event in before]
    assert len({event.event_id for event in after}) == 4


@pytest.mark.parametrize(
    ("body", "kind", "account"),
    [
        (TRADE, "trade", f"taobao:12000002:order/{TID}"),
        (PAID, "tmc_message", f"taobao:12000002:order/{TID}"),
        (REVIEW, "review", f"taobao:12000002:review/{TID}"),
    ],
)
def test_where_no_buyer_is_named_it_is_nobodys(body: bytes, kind: str, account: str) -> None:
    events = events_of(raw(without_buyer(body), kind))
    assert {(event.account.account_id, event.anonymous) for event in events} == {(account, True)}
    assert all(_says_nothing_of_anybody(event) for event in events)


def _says_nothing_of_anybody(event: CustomerEvent) -> bool:
    return not event.identifiers and not event.traits


def test_a_review_has_words_and_a_judgement() -> None:
    (event,) = events_of(raw(REVIEW, "review"))
    assert stated(event)["content"] == {
        "kind": "text",
        "text": "很好用",
        "attributes": {"result": "good"},
    }
    assert stated(event)["object"] == {
        "type": "product",
        "id": "690000000001",
        "title": "保湿面霜 50ml",
        "attributes": {"order_id": TID},
    }


def test_the_shops_note_is_ignored() -> None:
    body = PAID.replace(b"TradeBuyerPay", b"TradeMemoModified")
    assert read(raw(body, "tmc_message")) == TOPICS["taobao_trade_TradeMemoModified"]


def test_a_topic_that_is_about_no_customer_is_ignored() -> None:
    body = without_buyer(PAID).replace(b"taobao_trade_TradeBuyerPay", b"taobao_item_ItemUpdate")
    assert read(raw(body.replace(b'\\"tid\\"', b'\\"num_iid\\"'), "tmc_message")) == NOBODY


def test_a_topic_that_is_new_is_kept_under_its_name() -> None:
    body = PAID.replace(b"TradeBuyerPay", b"TradeDelayed")
    (event,) = events_of(raw(body, "tmc_message"))
    assert (event.type, event.platform_type) == ("custom", "taobao_trade_TradeDelayed")


@pytest.mark.parametrize("field", ["id", "topic", "pub_time", "content"])
def test_what_lacks_a_field_is_rejected_by_it(field: str) -> None:
    body = PAID.replace(f'"{field}"'.encode(), b'"other"')
    with pytest.raises(Reject) as error:
        read(raw(body, "tmc_message"))
    assert error.value.field == field
