"""The common shape of everything that travels: frozen, JSON on the wire, aware times."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Self

import msgspec

UtcTime = Annotated[datetime, msgspec.Meta(tz=True)]
"""A point in time. A time without an offset is refused; what we write ourselves is in UTC."""


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A value that travels on a topic.

    What is read is checked field by field; what is built in code is not, that is the type
    checker's part. Readers ignore unknown fields, so that a newer writer never stops an older
    reader. A field that has its default is not written. It never is a part of a cycle, so that
    nobody needs to look for one.
    """

    def to_bytes(self) -> bytes:
        """The JSON that goes on the wire, UTF-8."""
        return _ENCODER.encode(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote.

        Raises:
            msgspec.DecodeError: naming the place, never a personal value.
            RecursionError: when it is nested too deeply.
        """
        found: Self = _decoder(cls).decode(data)
        return found

    def to_builtins(self) -> dict[str, Any]:
        """The values as JSON has them: dicts, lists, text, numbers."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    @classmethod
    def from_builtins(cls, plain: object) -> Self:
        """Read what `to_builtins` gave, or the parsed JSON of a message.

        Raises:
            msgspec.ValidationError: naming the place, never a personal value.
        """
        return msgspec.convert(plain, cls)

    def to_text(self) -> str:
        """The JSON on lines that a person can read."""
        return msgspec.json.format(self.to_bytes(), indent=2).decode()

    but = msgspec.Struct.__replace__
    """The message with some of its fields changed. (A method around it would cost four times.)"""


_ENCODER = msgspec.json.Encoder()


@cache
def _decoder(model: type[Message]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(model)
