"""Messages of the channel, whichever way they came: its frames, or the answer to a poll."""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.times import from_iso
from connectors.taobao.lists import PLATFORM
from connectors.taobao.unpacking import decode
from connectors.taobao.wire import Value
from schemas.errors import Reject
from schemas.raw import RawEvent

MAX_BYTES = 1024 * 1024
"""Of a frame, and of what is compressed in it."""

_GZIP = 31
"""`wbits` of zlib for gzip's own header."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `shop_id` is the shop's user id; `content` differs with the topic."""

    id: str
    topic: str
    published_at: datetime
    shop_id: str | None
    content: Payload

    @classmethod
    def of_json(cls, message: Payload) -> Self:
        """From its JSON in the answer to a poll.

        Raises:
            Reject: when it lacks an id, a topic or a time, or its content is no JSON.
        """
        return cls(
            message.required("id"),
            message.required("topic"),
            from_iso(message.text("pub_time"), "pub_time"),
            message.text("user_id"),
            _content(message.required("content")),
        )

    @classmethod
    def of_frame(cls, body: bytes) -> Self:
        """From its frame.

        Raises:
            Reject: as above, or when it is no frame.
        """
        fields = decode(body).fields
        published_at = fields.get("time")
        if not isinstance(published_at, datetime):
            raise Reject("time", "a date", published_at)
        plain = Payload(_plain(fields))
        return cls(
            plain.required("id"),
            plain.required("topic"),
            published_at,
            plain.text("userid"),
            _content(fields.get("content")),
        )


def raw_event(
    body: bytes, kind: str, *, app_key: str, seller_id: str, received_at: datetime
) -> RawEvent:
    """A message as it came, `tmc_frame` or `tmc_message`.

    An app hears of all shops that authorized it: the message says of which. One that cannot be
    read is known by its bytes.
    """
    try:
        message = read_message(body, kind)
    except Reject:
        person_id, shop_id, name = None, None, hashlib.sha256(body).hexdigest()
    else:
        person_id, shop_id, name = _person_of(message), message.shop_id, message.id
    return RawEvent.of(
        platform=PLATFORM,
        source_account=shop_id or seller_id,
        kind=kind,
        person_id=person_id,
        dedupe_key=f"tmc:{name}",
        body=body,
        received_at=received_at,
        headers={"app_key": app_key},
    )


def read_message(body: bytes, kind: str) -> Message:
    """The message of a raw event's body.

    Raises:
        Reject: when it is none.
    """
    if kind == "tmc_frame":
        return Message.of_frame(body)
    return Message.of_json(Payload(parse_object(body)))


def _person_of(message: Message) -> str | None:
    try:
        return message.content.text("buyer_open_uid")
    except Reject:
        return None


def _plain(fields: Mapping[str, Value]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if isinstance(value, str | int)}


def _content(content: Value) -> Payload:
    """JSON in text, or in bytes of gzip."""
    if isinstance(content, bytes):
        inflater = zlib.decompressobj(_GZIP)
        try:
            content = inflater.decompress(content, MAX_BYTES).decode()
        except (zlib.error, UnicodeDecodeError) as error:
            raise Reject("content", "gzip of UTF-8") from error
        if not inflater.eof:
            raise Reject("content", f"gzip of at most {MAX_BYTES} bytes")
    if not isinstance(content, str):
        raise Reject("content", "JSON in text or gzip")
    return Payload(parse_object(content.encode(), "content"), "content")
