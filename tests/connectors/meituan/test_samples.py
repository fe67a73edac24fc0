"""Every sample of Meituan becomes the right event."""

from datetime import UTC, datetime

import pytest

from connectors.registry import read
from connectors.sdk.json_text import array_elements
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from tests.connectors.meituan.orders import APP, order
from tests.connectors.reading import RECEIVED_AT, SAMPLES, events_of, raw_of, sample, stated


def waimai(body: bytes) -> RawEvent:
    return raw_of(
        body,
        platform="meituan",
        source_account=APP,
        kind="waimai_review",
        headers={"shop": "poi_001"},
    )


def event_of(raw: RawEvent) -> CustomerEvent:
    (event,) = events_of(raw)
    return event


REVIEW = array_elements(sample("meituan/waimai_comment_query.json"), "data")[0]


def test_a_review_of_waimai_becomes_an_event_of_nobody() -> None:
    assert stated(event_of(waimai(REVIEW))) == {
        "account": "meituan:poi_001:review/4500000001",
        "anonymous": True,
        "type": "review",
        "platform_type": "review",
        "occurred_at": "2025-12-31T16:00:00Z",
        "content": {
            "kind": "text",
            "text": "送得很快",
            "attributes": {
                "review_id": "4500000001",
                "rating": "5",
                "food_rating": "5",
                "packing_rating": "4",
                "delivery_rating": "5",
                "delivery_minutes": "28",
                "labels": "准时,礼貌",
                "praised": "招牌牛肉面",
            },
        },
        "object": {"type": "shop", "id": "poi_001"},
        "context": {"attributes": {"time_resolution": "day"}},
    }


def test_what_is_added_and_replied_are_events_of_the_same_review() -> None:
    body = (
        REVIEW.replace(b'"add_comment": ""', '"add_comment": "还不错"'.encode())
        .replace(b'"add_comment_time": ""', b'"add_comment_time": "2026-01-02"')
        .replace(b'"e_reply_content": ""', '"e_reply_content": "谢谢"'.encode())
        .replace(b'"e_reply_time": ""', b'"e_reply_time": "2026-01-03"')
    )
    review, addition, reply = events_of(waimai(body))
    assert [event.type for event in (review, addition, reply)] == ["review", "review", "reply"]
    assert [event.platform_type for event in (review, addition, reply)] == [
        "review",
        "addition",
        "reply",
    ]
    assert {event.account.account_id for event in (review, addition, reply)} == {
        "meituan:poi_001:review/4500000001"
    }
    assert (addition.content and addition.content.text) == "还不错"
    assert (reply.content and reply.content.text) == "谢谢"
    assert reply.occurred_at == datetime(2026, 1, 2, 16, tzinfo=UTC)
    assert review.event_id == event_of(waimai(REVIEW)).event_id
    assert len({review.event_id, addition.event_id, reply.event_id}) == 3


def test_a_reply_without_a_time_was_when_it_was_first_seen() -> None:
    body = REVIEW.replace(b'"e_reply_content": ""', '"e_reply_content": "谢谢"'.encode())
    _, reply = events_of(waimai(body))
    assert reply.occurred_at == RECEIVED_AT


def test_a_review_of_dianping_becomes_an_event_of_nobody() -> None:
    body = array_elements(sample("meituan/dianping_queryshopreview.json"), "data")[0]
    raw = raw_of(
        body,
        platform="meituan",
        source_account="100000",
        kind="dianping_review",
        headers={"shop": "shop-1", "site": "dianping"},
    )
    assert stated(event_of(raw)) == {
        "account": "meituan:shop-1:review/900000001",
        "anonymous": True,
        "type": "review",
        "platform_type": "review",
        "occurred_at": "2026-01-01T05:00:00Z",
        "content": {
            "kind": "text",
            "attributes": {
                "review_id": "900000001",
                "rating": "5",
                "accurate_rating": "4.8",
                "ratings": {"环境": "5"},
                "quality": "1",
                "site": "dianping",
            },
        },
        "object": {"type": "shop", "id": "shop-1"},
    }


def test_an_order_belongs_to_whom_its_phone_names() -> None:
    event = event_of(order())
    native_id = event.account.account_id.removeprefix("meituan:0000:recipient/")
    assert len(native_id) == 32
    assert "13900010001" not in event.account.account_id
    assert stated(event) == {
        "account": f"meituan:0000:recipient/{native_id}",
        "identifiers": ["phone()=13900010001"],
        "type": "order",
        "platform_type": "order 2",
        "occurred_at": "2026-01-01T04:50:00Z",
        "traits": {"surname": "林", "gender": "female"},
        "object": {
            "type": "order",
            "id": "27000000000000001",
            "amount": "35.5",
            "currency": "CNY",
            "attributes": {"status": "2", "shop": "poi_001", "shown_id": "27000000000000001"},
        },
    }


def test_the_accounts_outlast_the_apps_secret() -> None:
    before, after = (event_of(order(app_secret=secret)) for secret in ("old", "new"))
    assert before.account == after.account


def test_the_samples_form_is_the_order_that_is_pushed() -> None:
    parts = sample("meituan/waimai_order_push.form").strip().split(b"&")
    pushed = order().body_bytes.split(b"&")
    assert {part for part in parts if not part.startswith(b"sig=")} < set(pushed)


def test_one_phones_orders_are_one_account_and_anothers_are_another() -> None:
    accounts = [
        event_of(order(order_id=number, recipient_phone=phone)).account
        for number, phone in (
            ("1", "13900010001"),
            ("2", "+86 139 0001 0001"),
            ("3", "13900010002"),
        )
    ]
    assert accounts[0] == accounts[1] != accounts[2]


@pytest.mark.parametrize(
    "phone", ["13900010001_1234", "13900010001,1234", "139****0001", "021-55550100", ""]
)
def test_an_order_with_a_privacy_number_is_one_of_nobody(phone: str) -> None:
    event = event_of(order(recipient_phone=phone))
    assert event.anonymous
    assert event.account.account_id == "meituan:0000:order/27000000000000001"
    assert (event.identifiers, event.traits) == ((), {})


def test_each_status_of_an_order_is_an_event_of_its_own() -> None:
    raws = [order(status=status) for status in ("1", "2", "2", "8")]
    assert len({raw.event_id for raw in raws}) == 3


def test_an_order_that_is_submitted_and_then_paid_counts_once() -> None:
    submitted, paid, complete = (event_of(order(status=status)) for status in ("1", "2", "8"))
    assert submitted.event_id == paid.event_id != complete.event_id


@pytest.mark.parametrize("status", ["3", "4"])
def test_what_the_shop_does_is_ignored(status: str) -> None:
    assert isinstance(read(order(status=status)), Ignored)


@pytest.mark.parametrize("missing", ["order_id", "status"])
def test_an_order_without_number_or_status_is_rejected(missing: str) -> None:
    with pytest.raises(Reject):
        read(order(**{missing: ""}))


@pytest.mark.parametrize(
    ("name", "traits"),
    [
        ("李雷(先生)", {"name": "李雷", "gender": "male"}),
        ("李\uff08先生\uff09", {"surname": "李", "gender": "male"}),
        ("李雷", {"name": "李雷"}),
        ("李**", {}),
        ("", {}),
    ],
)
def test_a_name_is_taken_as_far_as_it_is_given(name: str, traits: dict[str, str]) -> None:
    assert event_of(order(recipient_name=name)).traits == traits


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in (SAMPLES / "meituan").iterdir()} == {
        "waimai_comment_query.json",
        "dianping_queryshopreview.json",
        "waimai_order_push.form",
    }
