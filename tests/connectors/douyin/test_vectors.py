"""Douyin's signatures against their vectors."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest

from connectors.sdk.receiver import Refused, Request
from tests.connectors.douyin.calls import RECEIVER
from tests.connectors.reading import RECEIVED_AT, VECTORS, sample

WEBHOOK = VECTORS["douyin_webhook"]
CALL = Request(
    method="POST",
    path="",
    query={},
    query_text="",
    headers={"x-douyin-signature": WEBHOOK["X-Douyin-Signature"]},
    body=sample(WEBHOOK["body_file"]),
    client_ip=None,
    received_at=RECEIVED_AT,
)
LIVE = VECTORS["douyin_live_push"]
HEADERS = cast("Mapping[str, str]", LIVE["headers"])
PUSH = replace(
    CALL,
    path="/live",
    headers={**HEADERS, "x-signature": LIVE["x-signature"]},
    body=sample(LIVE["body_file"]),
    received_at=datetime.fromtimestamp(int(HEADERS["x-timestamp"]) / 1000, UTC),
)


def with_headers(request: Request, **headers: str) -> Request:
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(request, headers={**request.headers, **changed})


def test_the_webhooks_signature_is_right() -> None:
    assert len(RECEIVER.receive(CALL).raws) == 1


def test_the_check_of_the_address_is_signed_and_answered() -> None:
    body, signature = WEBHOOK["verify_body"].encode(), WEBHOOK["verify_signature"]
    answer = RECEIVER.receive(
        replace(CALL, body=body, headers={"x-douyin-signature": signature})
    ).answer
    assert answer.body.decode() == WEBHOOK["verify_reply"]


@pytest.mark.parametrize(
    "tampered",
    [
        replace(CALL, body=CALL.body.replace(b'"conversation_type":1', b'"conversation_type":2')),
        replace(CALL, body=CALL.body + b"\n"),
        replace(CALL, body=WEBHOOK["verify_body"].encode()),
        with_headers(CALL, x_douyin_signature="0" * 40),
        with_headers(CALL, x_douyin_signature=WEBHOOK["verify_signature"]),
        replace(CALL, headers={}),
    ],
)
def test_a_tampered_webhook_is_refused(tampered: Request) -> None:
    with pytest.raises(Refused, match="wrong_signature"):
        RECEIVER.receive(tampered)


def test_the_live_pushs_signature_is_right() -> None:
    assert len(RECEIVER.receive(PUSH).raws) == 1


@pytest.mark.parametrize(
    ("tampered", "reason"),
    [
        (replace(PUSH, body=PUSH.body.replace(b"7590", b"7591")), "wrong_signature"),
        (replace(PUSH, body=b" " + PUSH.body), "wrong_signature"),
        (with_headers(PUSH, x_nonce_str="123457"), "wrong_signature"),
        (with_headers(PUSH, x_timestamp="1767240601001"), "wrong_signature"),
        (with_headers(PUSH, x_roomid="7590000000000009998"), "wrong_signature"),
        (with_headers(PUSH, x_msg_type="live_gift"), "wrong_signature"),
        (with_headers(PUSH, x_msg_type="live_other"), "unknown_message_type"),
        (with_headers(PUSH, x_signature="GS6JWGIzK9zJm0orYKiTXQ=="), "wrong_signature"),
        (replace(PUSH, headers=HEADERS), "wrong_signature"),
        (replace(PUSH, headers={}), "unknown_message_type"),
        (replace(PUSH, received_at=datetime(2026, 1, 2, tzinfo=UTC)), "stale_timestamp"),
    ],
)
def test_a_tampered_live_push_is_refused(tampered: Request, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        RECEIVER.receive(tampered)


def test_another_path_is_unknown() -> None:
    with pytest.raises(Refused, match="404"):
        RECEIVER.receive(replace(CALL, path="/other"))
