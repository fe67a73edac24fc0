import zlib
from contextlib import suppress

import cramjam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.bilibili.frames import MAX_BYTES, Frame, Operation, decode, encode
from pipeline.simulator.bilibili import packed
from schemas.errors import Reject

COMMANDS = [{"cmd": "one"}, {"cmd": "two"}, {"cmd": "three"}]


@pytest.mark.parametrize("version", [0, 2, 3])
def test_several_frames_come_out_of_one_message_however_it_is_packed(version: int) -> None:
    assert decode(packed(COMMANDS, version)) == tuple(
        Frame(Operation.MESSAGE, body)
        for body in (b'{"cmd": "one"}', b'{"cmd": "two"}', b'{"cmd": "three"}')
    )


def test_plain_and_compressed_frames_may_follow_each_other() -> None:
    message = packed(COMMANDS, 0) + packed(COMMANDS, 2) + packed(COMMANDS, 3)
    assert len(decode(message)) == 9


@pytest.mark.parametrize(
    "bomb",
    [
        encode(Operation.MESSAGE, zlib.compress(bytes(MAX_BYTES + 1)), version=2),
        encode(Operation.MESSAGE, bytes(cramjam.brotli.compress(bytes(MAX_BYTES + 1))), version=3),
    ],
    ids=["zlib", "brotli"],
)
def test_what_would_fill_the_memory_is_rejected(bomb: bytes) -> None:
    with pytest.raises(Reject):
        decode(bomb)


def test_endless_nesting_is_rejected() -> None:
    message = packed(COMMANDS, 0)
    for _ in range(5):
        message = encode(Operation.MESSAGE, zlib.compress(message), version=2)
    with pytest.raises(Reject):
        decode(message)


@given(st.binary(max_size=200))
def test_whatever_comes_is_frames_or_rejected(message: bytes) -> None:
    _read(message)


@given(
    version=st.sampled_from([0, 2, 3]),
    at=st.integers(min_value=0),
    byte=st.integers(0, 255),
)
def test_a_message_with_a_wrong_byte_is_frames_or_rejected(
    version: int, at: int, byte: int
) -> None:
    message = bytearray(packed(COMMANDS, version))
    message[at % len(message)] = byte
    _read(bytes(message))


def _read(message: bytes) -> None:
    with suppress(Reject):
        decode(message)
