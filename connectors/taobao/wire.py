"""The message channel's protocol: what its frames hold, and how they are written.

A frame is a version, a type and headers, all little-endian; a header is a number of two bytes and a
value. Headers of an application have a name, and a value of a stated format.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

VERSION = 2
KIND = "__kind"

Value = str | int | bytes | datetime | None


class FrameType(IntEnum):
    """What a frame is for."""

    CONNECT = 0
    CONNECT_ANSWER = 1
    SEND = 2
    SEND_ANSWER = 3


class Kind(IntEnum):
    """What is sent, as its header `__kind` says."""

    PULL = 1
    CONFIRM = 2
    DATA = 3


class Header(IntEnum):
    """What a header is."""

    END = 0
    CUSTOM = 1
    STATUS = 2
    PHRASE = 3
    FLAG = 4
    TOKEN = 5


class Format(IntEnum):
    """How a value is written."""

    VOID = 0
    TEXT = 1
    BYTE = 2
    INT16 = 3
    INT32 = 4
    INT64 = 5
    DATE = 6
    BYTES = 7


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. `status` is stated where something was refused; `flag` asks for an answer."""

    type: int
    fields: Mapping[str, Value] = field(default_factory=dict)
    token: str | None = None
    status: int | None = None
    phrase: str | None = None
    flag: int | None = None

    @property
    def kind(self) -> int | None:
        """What is sent; None where nothing says so."""
        kind = self.fields.get(KIND)
        return kind if isinstance(kind, int) else None


def encode(frame: Frame) -> bytes:
    """The bytes of a frame. Numbers travel with eight bytes, but for the kind with one."""
    parts = [struct.pack("<BB", VERSION, frame.type)]
    if frame.status is not None:
        parts.append(struct.pack("<Hi", Header.STATUS, frame.status))
    if frame.phrase is not None:
        parts += [struct.pack("<H", Header.PHRASE), _text(frame.phrase)]
    if frame.flag is not None:
        parts.append(struct.pack("<Hi", Header.FLAG, frame.flag))
    if frame.token is not None:
        parts += [struct.pack("<H", Header.TOKEN), _text(frame.token)]
    for name, value in frame.fields.items():
        parts += [struct.pack("<H", Header.CUSTOM), _text(name), _value(name, value)]
    return b"".join((*parts, struct.pack("<H", Header.END)))


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<i", len(encoded)) + encoded


def _value(name: str, value: Value) -> bytes:
    match value:
        case None:
            return struct.pack("<B", Format.VOID)
        case int() if name == KIND:
            return struct.pack("<BB", Format.BYTE, value)
        case int():
            return struct.pack("<Bq", Format.INT64, value)
        case datetime():
            return struct.pack("<Bq", Format.DATE, round(value.timestamp() * 1000))
        case bytes():
            return struct.pack("<Bi", Format.BYTES, len(value)) + value
        case _:
            return struct.pack("<B", Format.TEXT) + _text(value)
