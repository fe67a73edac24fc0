import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.reading import Ignored
from connectors.web.clock import occurred_at
from schemas.errors import Reject
from schemas.event import CustomerEvent
from tests.connectors.reading import RECEIVED_AT
from tests.connectors.web.calls import TP2, events, received

RECEIVED = datetime(2026, 1, 1, 12, tzinfo=UTC)


def tracked(event: str, **properties: Any) -> CustomerEvent:
    body = {"userId": "u1", "event": event, "properties": properties}
    (found,) = events(received("/v1/track", json.dumps(body).encode()))
    return found


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("Order Completed", "order"),
        ("order_paid", "payment"),
        ("Order Refunded", "refund"),
        ("Product Added", "cart"),
        ("Product Viewed", "view"),
        ("Product Clicked", "click"),
        ("Product Added to Wishlist", "collect"),
        ("Product Reviewed", "review"),
        ("Something Else", "custom"),
    ],
)
def test_an_event_of_a_shop_has_its_type(event: str, kind: str) -> None:
    assert tracked(event).type == kind


def test_the_amount_put_into_the_cart_is_price_by_quantity() -> None:
    found = tracked("Product Added", product_id="8801", price="12.50", quantity=3, currency="CNY")
    assert found.object is not None
    assert (str(found.object.amount), found.object.currency, found.object.id) == (
        "37.50",
        "CNY",
        "8801",
    )


def test_looking_at_a_product_has_no_amount() -> None:
    found = tracked("Product Viewed", product_id="8801", price=12.5, currency="CNY")
    assert found.object is not None
    assert found.object.amount is None


def test_an_amount_that_is_no_number_is_a_problem_of_the_event() -> None:
    found = tracked("Order Completed", order_id="1", total="￥128")
    assert [problem.field for problem in found.problems] == ["properties.total"]
    assert "128" not in found.problems[0].shape


@pytest.mark.parametrize(
    ("event", "properties"),
    [
        ("Order Completed", {"total": "1e999999"}),
        ("Order Completed", {"total": 10**12 + 1}),
        ("Product Added", {"price": "-1e12", "quantity": "2"}),
        ("Product Added", {"price": "9e39", "quantity": "9e39"}),
    ],
)
def test_an_amount_beyond_all_money_is_a_problem_of_the_event(
    event: str, properties: dict[str, Any]
) -> None:
    found = tracked(event, **properties)
    assert found.object is not None
    assert (found.object.amount, len(found.problems)) == (None, 1)


def test_what_binary_numbers_add_to_an_amount_is_rounded() -> None:
    found = tracked("Order Completed", total=38.400000000000006)
    assert found.object is not None
    assert str(found.object.amount) == "38.400000"


def test_attributes_hold_no_personal_values() -> None:
    found = tracked(
        "Order Completed",
        order_id="1",
        email="a@example.com",
        shippingAddress={"street": "x"},
        note="call 13900010001",
    )
    assert found.object is not None
    assert found.object.attributes == {"shippingAddress": {}, "note": "call 139****0001"}


def test_consent_is_taken_from_the_consent_manager() -> None:
    consent = {"categoryPreferences": {"Advertising": False, "Functional": True, "x": None}}
    body = {"userId": "u1", "event": "A", "context": {"consent": consent}}
    (found,) = events(received("/v1/track", json.dumps(body).encode()))
    assert found.consent == {"Advertising": False, "Functional": True}


def test_traits_of_every_call_identify_but_those_of_a_group_do_not() -> None:
    traits = {"phone": "13900010001", "wechat_unionid": "oU"}
    for call, expected in (("track", 1), ("group", 0)):
        context = {"traits": traits} if call == "track" else {}
        body = {"userId": "u1", "event": "A", "groupId": "g", "traits": traits, "context": context}
        (found,) = events(received(f"/v1/{call}", json.dumps(body).encode()))
        assert len([i for i in found.identifiers if i.type == "phone"]) == expected


def test_a_call_that_names_nobody_is_rejected() -> None:
    (raw,) = received("/v1/track", b'{"event": "A"}').raws
    with pytest.raises(Reject, match="userId"):
        read(raw)


def test_a_page_ping_is_ignored() -> None:
    (raw,) = received(TP2, b'{"data": [{"e": "pp", "aid": "shop-web", "duid": "d"}]}').raws
    assert isinstance(read(raw), Ignored)


def test_packed_parameters_that_are_none_are_rejected_by_name() -> None:
    body = b'{"data": [{"e": "ue", "aid": "shop-web", "duid": "d", "ue_px": "!"}]}'
    (raw,) = received(TP2, body).raws
    with pytest.raises(Reject, match="ue_px"):
        read(raw)


@pytest.mark.parametrize(
    ("stated", "sent", "expected"),
    [
        (timedelta(seconds=-10), timedelta(seconds=-1), timedelta(seconds=-9)),
        (timedelta(hours=2), timedelta(hours=2, seconds=5), timedelta(seconds=-5)),
        (timedelta(days=-3), timedelta(minutes=-1), timedelta(days=-3, minutes=1)),
        (timedelta(days=-3), timedelta(days=-2), timedelta(days=-3)),
        (timedelta(seconds=-10), timedelta(seconds=-20), timedelta(seconds=-10)),
        (timedelta(days=-700_000), timedelta(days=2_900_000), timedelta(days=-700_000)),
        (timedelta(seconds=-10), None, timedelta(seconds=-10)),
        (timedelta(hours=1), None, timedelta()),
    ],
    ids=[
        "right",
        "ahead",
        "queued on the device",
        "queued behind it",
        "absurd",
        "ages",
        "unsent",
        "future",
    ],
)
def test_a_devices_clock_is_put_right(
    stated: timedelta, sent: timedelta | None, expected: timedelta
) -> None:
    sent_at = None if sent is None else RECEIVED + sent
    assert occurred_at(RECEIVED + stated, sent_at, RECEIVED) == RECEIVED + expected


def test_a_call_without_a_time_happened_when_it_came() -> None:
    assert tracked("A").occurred_at == RECEIVED_AT


@pytest.mark.parametrize("stated", ["garbage", "2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])
def test_a_call_whose_clock_is_broken_happened_when_it_was_received(stated: str) -> None:
    body = {"userId": "u1", "event": "Product Viewed", "timestamp": stated}
    (found,) = events(received("/v1/track", json.dumps(body).encode()))
    assert found.occurred_at == RECEIVED_AT
    assert [problem.field for problem in found.problems] == ["timestamp"]
    assert stated not in str(found.problems)
