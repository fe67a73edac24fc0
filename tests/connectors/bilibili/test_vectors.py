"""Signatures and frames against the vectors that were computed from the platform's rules."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from connectors.bilibili.frames import Frame, Operation, decode, encode
from connectors.bilibili.receiver import BilibiliReceiver
from connectors.bilibili.signing import request_signature, signed_headers
from connectors.sdk.json_text import parse_object
from connectors.sdk.receiver import Refused, Request
from schemas.errors import Reject
from tests.connectors.reading import VECTORS, sample

WEBHOOK = VECTORS["bilibili_webhook"]
REQUEST = cast("dict[str, Any]", VECTORS["bilibili_open_live_request"])
FRAMES = VECTORS["bilibili_ws_frames"]
LIKE = bytes.fromhex(FRAMES["op5_ver0_like_hex"])

RECEIVER = BilibiliReceiver("39demo75dd674f17", WEBHOOK["client_secret"])
CALL = Request(
    "POST",
    "",
    {},
    "",
    {"x-bilibili-signature": WEBHOOK["x-bilibili-signature"]},
    sample(WEBHOOK["body_file"]),
    None,
    datetime(2026, 1, 1, tzinfo=UTC),
)


def test_the_address_is_verified_with_the_data_that_was_asked_for() -> None:
    received = RECEIVER.receive(CALL)
    assert (received.answer.body, received.raws) == (WEBHOOK["reply"].encode(), ())


@pytest.mark.parametrize(
    "tampered",
    [
        replace(CALL, body=CALL.body.replace(b"1371000001", b"1371000002")),
        replace(CALL, body=CALL.body + b" "),
        replace(CALL, headers={}),
        replace(CALL, headers={"x-bilibili-signature": "d" + "0" * 39}),
        replace(CALL, headers={"x-bilibili-signature": CALL.headers["x-bilibili-signature"][1:]}),
    ],
)
def test_a_tampered_webhook_is_refused(tampered: Request) -> None:
    with pytest.raises(Refused, match="wrong_signature"):
        RECEIVER.receive(tampered)


def test_a_webhook_signed_with_another_secret_is_refused() -> None:
    with pytest.raises(Refused, match="wrong_signature"):
        replace(RECEIVER, client_secret="other").receive(CALL)


def test_calls_to_the_live_platform_are_signed_over_body_and_headers() -> None:
    headers = signed_headers(
        REQUEST["headers"]["x-bili-accesskeyid"],
        REQUEST["access_key_secret"],
        REQUEST["body"].encode(),
        nonce=REQUEST["headers"]["x-bili-signature-nonce"],
        timestamp=int(REQUEST["headers"]["x-bili-timestamp"]),
    )
    assert headers == REQUEST["headers"] | {"authorization": REQUEST["Authorization"]}


@pytest.mark.parametrize("name", REQUEST["headers"])
def test_each_signed_header_counts(name: str) -> None:
    tampered = REQUEST["headers"] | {name: REQUEST["headers"][name] + "0"}
    signature = request_signature(tampered, REQUEST["access_key_secret"])
    assert signature != REQUEST["Authorization"]


def test_a_heartbeat_is_a_header_alone() -> None:
    assert encode(Operation.HEARTBEAT).hex() == FRAMES["heartbeat_hex"]


def test_a_message_is_read_from_its_frame() -> None:
    (frame,) = decode(LIKE)
    assert frame.operation == Operation.MESSAGE
    assert parse_object(frame.body) == parse_object(sample("bilibili/open_live_like.json"))


@pytest.mark.parametrize(
    "tampered",
    [
        LIKE[:-1],
        LIKE + b"\0",
        b"\xff" + LIKE[1:],
        LIKE[:3] + b"\x0f" + LIKE[4:],
        LIKE[:5] + b"\x0f" + LIKE[6:],
        LIKE[:7] + b"\x02" + LIKE[8:],
        LIKE[:7] + b"\x03" + LIKE[8:],
    ],
    ids=["cut", "longer", "huge", "shorter than its header", "header", "no zlib", "no brotli"],
)
def test_a_tampered_frame_is_rejected(tampered: bytes) -> None:
    with pytest.raises(Reject):
        decode(tampered)


def test_an_empty_message_holds_no_frames() -> None:
    assert decode(b"") == ()
    assert decode(encode(Operation.HEARTBEAT_REPLY, b"\0\0\0\1") + b"[object Object]") == (
        Frame(Operation.HEARTBEAT_REPLY, b"\0\0\0\1"),
    )
