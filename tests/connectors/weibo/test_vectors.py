"""Weibo's signature against the vector that Weibo publishes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from connectors.sdk.receiver import Refused, Request
from connectors.weibo.receiver import WeiboReceiver
from tests.connectors.reading import VECTORS, sample

PUBLISHED = VECTORS["weibo_fans_published"]
SIGNED_AT = datetime.fromtimestamp(int(PUBLISHED["timestamp"]) / 1000, UTC)
RECEIVER = WeiboReceiver("2600000009", PUBLISHED["appsecret"], max_age_seconds=300)


def request(method: str = "POST", **query: str) -> Request:
    signed = {name: PUBLISHED[name] for name in ("signature", "timestamp", "nonce")}
    body = sample("weibo/fans_text.json")
    return Request(method, "", signed | query, "", {}, body, None, SIGNED_AT)


def test_the_published_signature_is_right() -> None:
    received = RECEIVER.receive(request())
    assert (received.answer.body, len(received.raws)) == (b"", 1)


def test_the_echo_is_given_back() -> None:
    assert RECEIVER.receive(request("GET", echostr="abc123")).answer.body == b"abc123"


@pytest.mark.parametrize(
    ("tampered", "reason"),
    [
        (request(signature=PUBLISHED["signature"][:-1] + "0"), "wrong_signature"),
        (request(nonce="57155175"), "wrong_signature"),
        (request(timestamp="1397022061824"), "wrong_signature"),
        (replace(request(), received_at=datetime(2026, 1, 1, tzinfo=UTC)), "stale_timestamp"),
        (request("GET", echostr="abc 123"), "wrong_echo"),
    ],
)
def test_a_tampered_call_is_refused(tampered: Request, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        RECEIVER.receive(tampered)
