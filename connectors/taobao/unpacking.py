"""Reading the frames of the message channel."""

import struct
from collections.abc import Mapping

from connectors.sdk.times import from_epoch
from connectors.taobao.wire import VERSION, Format, Frame, Header, Value
from schemas.errors import Reject


def decode(body: bytes) -> Frame:
    """Read a frame.

    Raises:
        Reject: when it is none, or is of another version.
    """
    reader = _Parts(body)
    if (version := reader.number("<B")) != VERSION:
        raise Reject("frame", f"version {VERSION}", str(version))
    frame_type = reader.number("<B")
    fields: dict[str, Value] = {}
    token = phrase = status = flag = None
    while (header := reader.number("<H")) != Header.END:
        match header:
            case Header.CUSTOM:
                name = reader.text()
                fields[name] = reader.value()
            case Header.STATUS:
                status = reader.number("<i")
            case Header.PHRASE:
                phrase = reader.text()
            case Header.FLAG:
                flag = reader.number("<i")
            case Header.TOKEN:
                token = reader.text()
            case _:
                raise Reject("frame", "a known header", str(header))
    return Frame(frame_type, fields, token, status, phrase, flag)


class _Parts:
    """Reads the parts of a frame one after the other. `Reject` where it ends too soon."""

    _NUMBERS: Mapping[int, str] = {
        Format.BYTE: "<b",
        Format.INT16: "<h",
        Format.INT32: "<i",
        Format.INT64: "<q",
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
            case Format.VOID:
                return None
            case Format.TEXT:
                return self.text()
            case Format.DATE:
                return from_epoch(str(self.number("<q")), "frame")
            case Format.BYTES:
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
