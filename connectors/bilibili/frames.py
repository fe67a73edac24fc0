"""Frames of the live WebSocket: a header of 16 bytes, then a body, which may hold more frames."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import cramjam

from schemas.errors import Reject

_HEADER = struct.Struct(">I2H2I")
_ZLIB, _BROTLI = 2, 3
_MOST_NESTED = 2
"""Frames in a compressed frame are plain; one more level costs nothing, endless ones do."""

MAX_BYTES = 4 * 1024 * 1024
"""Of a message, and of what is compressed in it."""

_USUAL_BYTES = 64 * 1024


class Operation(IntEnum):
    """What a frame is for."""

    HEARTBEAT = 2
    HEARTBEAT_REPLY = 3
    MESSAGE = 5
    AUTH = 7
    AUTH_REPLY = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that is not compressed. `operation` may be one that `Operation` lacks."""

    operation: int
    body: bytes


def encode(operation: Operation, body: bytes = b"", *, version: int = 1) -> bytes:
    """The bytes of a frame."""
    return _HEADER.pack(_HEADER.size + len(body), _HEADER.size, version, operation, 1) + body


def decode(message: bytes) -> tuple[Frame, ...]:
    """All frames of a message, those of compressed ones among them, in their order.

    Raises:
        Reject: when it is none, or more than `MAX_BYTES` are compressed in it.
    """
    return tuple(_decoded(message, _MOST_NESTED))


def _decoded(message: bytes, levels_left: int) -> Iterator[Frame]:
    position = 0
    while position < len(message):
        if len(message) - position < _HEADER.size:
            raise Reject("frame", "a header of 16 bytes", message[position:])
        size, header_size, version, operation, _ = _HEADER.unpack_from(message, position)
        if not _HEADER.size <= header_size <= size <= len(message) - position:
            raise Reject("frame", "a length within the message", str(size))
        body = message[position + header_size : position + size]
        if version in {_ZLIB, _BROTLI}:
            if not levels_left:
                raise Reject("frame", "plain frames in a compressed one")
            yield from _decoded(_inflated(version, body), levels_left - 1)
        else:
            yield Frame(operation, body)
        if operation == Operation.HEARTBEAT_REPLY:
            return  # its length leaves out what it repeats of the heartbeat that it answers
        position += size


def _inflated(version: int, body: bytes) -> bytes:
    try:
        return _unzipped(body) if version == _ZLIB else _unbrotlied(body)
    except (zlib.error, cramjam.DecompressionError) as error:
        raise Reject("frame", f"at most {MAX_BYTES} bytes, compressed", body) from error


def _unzipped(body: bytes) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(body, MAX_BYTES)
    if not inflater.eof:
        raise zlib.error("cut short or too large")
    return text


def _unbrotlied(body: bytes) -> bytes:
    """Into a little room first, as what is sent is small and a large one takes time to clear."""
    for size in (_USUAL_BYTES, MAX_BYTES):
        room = bytearray(size)
        try:
            return bytes(room[: cramjam.brotli.decompress_into(body, room)])
        except cramjam.DecompressionError:
            if size == MAX_BYTES:
                raise
    raise AssertionError
