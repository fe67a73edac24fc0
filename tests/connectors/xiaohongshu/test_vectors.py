"""Xiaohongshu's signatures against their vectors."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.sdk.receiver import Refused, Request
from connectors.xiaohongshu.receiver import XiaohongshuReceiver
from connectors.xiaohongshu.signing import path_sign, request_sign
from tests.connectors.reading import VECTORS, sample

V3, V1, PUSH = (VECTORS[name] for name in ("xhs_v3_request", "xhs_v1_published", "xhs_push"))

ITEMS = {
    "app-key": "xhs",
    "page_no": "1",
    "page_size": "50",
    "status": "0",
    "timestamp": "1469902537",
}
V1_SECRET = "9a539709cafc1efc9ef05838be468a28"

_STATED: Any = PUSH["headers"]
HEADERS: dict[str, str] = dict(_STATED)
SIGNED_AT = datetime.fromtimestamp(int(HEADERS["timestamp"]), UTC)
RECEIVER = XiaohongshuReceiver(
    app_id="demo_app_id",
    app_secret="demo_app_secret",
    seller_id="5f00000000000000demo0001",
    path_secret="segment",
    callback_path="/hooks/xhs",
    max_age_seconds=300,
)


def request(**headers: str) -> Request:
    body = sample(PUSH["body_file"])
    return Request("POST", "/segment", {}, "", HEADERS | headers, body, None, SIGNED_AT)


def test_the_sign_of_a_call_to_the_gateway_is_right() -> None:
    sign = request_sign("order.getOrderList", "demo_app_id", "1767240900", "demo_app_secret")
    assert sign == V3["sign"]


@pytest.mark.parametrize(
    "stated",
    [
        ("order.getOrderDetail", "demo_app_id", "1767240900", "demo_app_secret"),
        ("order.getOrderList", "demo_app_id2", "1767240900", "demo_app_secret"),
        ("order.getOrderList", "demo_app_id", "1767240901", "demo_app_secret"),
        ("order.getOrderList", "demo_app_id", "1767240900", "demo_app_secre"),
    ],
)
def test_another_call_has_another_sign(stated: tuple[str, str, str, str]) -> None:
    assert request_sign(*stated) != V3["sign"]


def test_the_published_sign_of_v1_is_right() -> None:
    assert path_sign("/ark/open_api/v1/items", ITEMS, V1_SECRET) == V1["sign"]


@pytest.mark.parametrize("changed", [{"page_no": "2"}, {"timestamp": "1469902538"}, {"x": ""}])
def test_another_call_of_v1_has_another_sign(changed: dict[str, str]) -> None:
    assert path_sign("/ark/open_api/v1/items", ITEMS | changed, V1_SECRET) != V1["sign"]
    assert path_sign("/ark/open_api/v1/item", ITEMS, V1_SECRET) != V1["sign"]


def test_a_push_is_answered_and_taken() -> None:
    received = RECEIVER.receive(request())
    assert received.answer.body == PUSH["reply"].encode()
    (raw,) = received.raws
    assert (raw.kind, raw.person_id) == ("push", "order/P768000000000000001")


@pytest.mark.parametrize(
    ("tampered", "reason"),
    [
        (request(sign=HEADERS["sign"][:-1] + "0"), "wrong_signature"),
        (request(sign=""), "wrong_signature"),
        (request(timestamp="1767240902"), "wrong_signature"),
        (request(**{"app-key": "another"}), "wrong_signature"),
        (replace(request(), query={"extra": "1"}), "wrong_signature"),
        (replace(request(), path=""), "wrong_path"),
        (replace(request(), path="/segmen"), "wrong_path"),
        (replace(request(), path="/ségment"), "wrong_path"),
        (replace(request(), received_at=datetime(2026, 1, 2, tzinfo=UTC)), "stale_timestamp"),
    ],
)
def test_a_tampered_push_is_refused(tampered: Request, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        RECEIVER.receive(tampered)


def test_another_registered_path_has_another_sign() -> None:
    with pytest.raises(Refused, match="wrong_signature"):
        replace(RECEIVER, callback_path="/hooks/xhs2").receive(request())


def test_a_push_signed_for_another_app_is_refused() -> None:
    with pytest.raises(Refused, match="wrong_app"):
        replace(RECEIVER, app_id="another").receive(request())
