"""The message channel's protocol: what its frames hold, as bytes and back.

A frame is a version, a type and headers, all little-endian; a header is a number of two bytes and a
value. Headers of an application have a name, and a value of a stated format.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from connectors.sdk.times import from_epoch
from schemas.errors import Reject

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


class _Header(IntEnum):
    END = 0
    CUSTOM = 1
    STATUS = 2
    PHRASE = 3
    FLAG = 4
    TOKEN = 5


class _Format(IntEnum):
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
        parts.append(struct.pack("<Hi", _Header.STATUS, frame.status))
    if frame.phrase is not None:
        parts += [struct.pack("<H", _Header.PHRASE), _text(frame.phrase)]
    if frame.flag is not None:
        parts.append(struct.pack("<Hi", _Header.FLAG, frame.flag))
    if frame.token is not None:
        parts += [struct.pack("<H", _Header.TOKEN), _text(frame.token)]
    for name, value in frame.fields.items():
        parts += [struct.pack("<H", _Header.CUSTOM), _text(name), _value(name, value)]
    return b"".join((*parts, struct.pack("<H", _Header.END)))


def decode(body: bytes) -> Frame:
    """Read a frame.

    Raises:
        Reject: when it is none, or is of another version.
    """
    reader = _Reader(body)
    if (version := reader.number("<B")) != VERSION:
        raise Reject("frame", f"version {VERSION}", str(version))
    frame_type = reader.number("<B")
    fields: dict[str, Value] = {}
    token = phrase = status = flag = None
    while (header := reader.number("<H")) != _Header.END:
        match header:
            case _Header.CUSTOM:
                name = reader.text()
                fields[name] = reader.value()
            case _Header.STATUS:
                status = reader.number("<i")
            case _Header.PHRASE:
                phrase = reader.text()
            case _Header.FLAG:
                flag = reader.number("<i")
            case _Header.TOKEN:
                token = reader.text()
            case _:
                raise Reject("frame", "a known header", str(header))
    return Frame(frame_type, fields, token, status, phrase, flag)


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<i", len(encoded)) + encoded


def _value(name: str, value: Value) -> bytes:
    match value:
        case None:
            return struct.pack("<B", _Format.VOID)
        case int() if name == KIND:
            return struct.pack("<BB", _Format.BYTE, value)
        case int():
            return struct.pack("<Bq", _Format.INT64, value)
        case datetime():
            return struct.pack("<Bq", _Format.DATE, round(value.timestamp() * 1000))
        case bytes():
            return struct.pack("<Bi", _Format.BYTES, len(value)) + value
        case _:
            return struct.pack("<B", _Format.TEXT) + _text(value)


class _Reader:
    """Reads the parts of a frame one after the other. `Reject` where it ends too soon."""

    _NUMBERS: Mapping[int, str] = {
        _Format.BYTE: "<b",
        _Format.INT16: "<h",
        _Format.INT32: "<i",
        _Format.INT64: "<q",
    }

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def number(self, form: str) -> int:
        (number,) = struct.unpack(form, self._take(struct.calcsize(form)))
        return int(number)

    def text(self) -> str:
        try:
            return self._counted().decode()
        except UnicodeDecodeError as error:
            raise Reject("frame", "UTF-8") from error

    def value(self) -> Value:
        form = self.number("<B")
        if form in self._NUMBERS:
            return self.number(self._NUMBERS[form])
        match form:
            case _Format.VOID:
                return None
            case _Format.TEXT:
                return self.text()
            case _Format.DATE:
                return from_epoch(str(self.number("<q")), "frame")
            case _Format.BYTES:
                return self._counted()
            case _:
                raise Reject("frame", "a known format", str(form))

    def _counted(self) -> bytes:
        return self._take(self.number("<i"))

    def _take(self, count: int) -> bytes:
        if not 0 <= count <= len(self._body) - self._at:
            raise Reject("frame", "as many bytes as it says", str(count))
        self._at += count
        return self._body[self._at - count : self._at]
