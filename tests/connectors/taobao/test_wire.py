from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.taobao.unpacking import decode
from connectors.taobao.wire import KIND, Frame, FrameType, Kind, encode
from schemas.errors import Reject

CONFIRM = bytes.fromhex(
    "0202"  # version, send
    "0500 03000000 746f6b"  # token "tok"
    "0100 06000000 5f5f6b696e64 02 02"  # __kind: byte 2
    "0100 02000000 6964 05 0100000000000080"  # id: 2^63 + 1 as signed
    "0000"
)


@pytest.mark.parametrize(
    "frame",
    [
        Frame(FrameType.CONNECT, {"app_key": "12", "empty": None}, flag=1),
        Frame(FrameType.CONNECT_ANSWER, status=401, phrase="签名错误"),
        Frame(FrameType.CONNECT_ANSWER, token="t"),
        Frame(FrameType.SEND, {KIND: Kind.PULL}, "t"),
        Frame(
            FrameType.SEND,
            {
                KIND: Kind.DATA,
                "id": 4220000000000000001,
                "time": datetime(2026, 1, 1, 4, 20, 0, 120_000, UTC),
                "content": b"\x1f\x8b",
                "topic": "主题",
            },
        ),
    ],
)
def test_a_frame_is_read_as_it_was_written(frame: Frame) -> None:
    assert decode(encode(frame)) == frame


def test_a_frame_is_written_as_the_protocol_says() -> None:
    frame = Frame(FrameType.SEND, {KIND: Kind.CONFIRM, "id": 1 - 2**63}, "tok")
    assert encode(frame) == CONFIRM


def test_numbers_of_every_size_are_read() -> None:
    header = b"\x01\x00\x01\x00\x00\x00"
    values = (b"\x02\xff", b"\x03\xfe\xff", b"\x04\xfd\xff\xff\xff", b"\x05" + b"\xff" * 8)
    body = b"".join(header + bytes([97 + n]) + value for n, value in enumerate(values))
    assert decode(b"\x02\x02" + body + b"\x00\x00").fields == {"a": -1, "b": -2, "c": -3, "d": -1}


@pytest.mark.parametrize("length", range(len(CONFIRM)))
def test_a_frame_that_was_cut_is_rejected(length: int) -> None:
    with pytest.raises(Reject):
        decode(CONFIRM[:length])


@pytest.mark.parametrize(
    ("tampered", "expected"),
    [
        (b"\x01" + CONFIRM[1:], "version 2"),
        (CONFIRM.replace(b"\x05\x00\x03", b"\x09\x00\x03", 1), "a known header"),
        (CONFIRM.replace(b"id\x05", b"id\x0c"), "a known format"),
        (CONFIRM.replace(b"\x03\x00\x00\x00tok", b"\xff\xff\xff\xfftok"), "as many bytes"),
        (CONFIRM.replace(b"tok", b"\xff\xfe\xfd"), "UTF-8"),
    ],
)
def test_a_tampered_frame_is_rejected(tampered: bytes, expected: str) -> None:
    with pytest.raises(Reject, match=expected):
        decode(tampered)


@given(st.binary(max_size=200))
def test_whatever_comes_is_a_frame_or_rejected(rest: bytes) -> None:
    with suppress(Reject):
        decode(b"\x02\x02" + rest)


@given(at=st.integers(0, len(CONFIRM) - 1), byte=st.integers(0, 255))
def test_a_frame_with_a_wrong_byte_is_a_frame_or_rejected(at: int, byte: int) -> None:
    with suppress(Reject):
        decode(CONFIRM[:at] + bytes([byte]) + CONFIRM[at + 1 :])
