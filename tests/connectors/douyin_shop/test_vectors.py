"""Doudian's signature against its vector."""

from dataclasses import replace

import pytest

from connectors.douyin_shop.receiver import DouyinShopReceiver
from connectors.sdk.receiver import Refused, Request
from tests.connectors.reading import RECEIVED_AT, VECTORS, sample

VECTOR = VECTORS["douyin_shop"]
RECEIVER = DouyinShopReceiver(VECTOR["app_key"], VECTOR["app_secret"])
CALL = Request(
    method="POST",
    path="",
    query={},
    query_text="",
    headers={"app-id": VECTOR["app_key"], "event-sign": VECTOR["event-sign"]},
    body=sample(VECTOR["body_file"]),
    client_ip=None,
    received_at=RECEIVED_AT,
)


def test_the_signature_is_right_and_answered() -> None:
    received = RECEIVER.receive(CALL)
    assert (received.answer.body.decode(), len(received.raws)) == (VECTOR["reply"], 1)


@pytest.mark.parametrize(
    "tampered",
    [
        replace(CALL, body=CALL.body.replace(b"12800", b"12801")),
        replace(CALL, body=CALL.body + b"\n"),
        replace(CALL, headers={"event-sign": VECTOR["event-sign"][:-1] + "0"}),
        replace(CALL, headers={}),
    ],
)
def test_a_tampered_call_is_refused(tampered: Request) -> None:
    with pytest.raises(Refused, match="wrong_signature"):
        RECEIVER.receive(tampered)


@pytest.mark.parametrize("receiver", [("1", VECTOR["app_secret"]), (VECTOR["app_key"], "other")])
def test_another_app_does_not_take_it(receiver: tuple[str, str]) -> None:
    with pytest.raises(Refused, match="wrong_signature"):
        DouyinShopReceiver(*receiver).receive(CALL)
