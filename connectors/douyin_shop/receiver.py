"""Doudian's messages: authenticity, and one raw event for each of a list."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Request
from connectors.sdk.signatures import check_signature
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "douyin_shop"
MESSAGE = "message"
_SUCCESS = Answer(b'{"code":0,"msg":"success"}', media_type="application/json")


def event_sign(app_key: str, body: bytes, app_secret: str) -> str:
    """The header event-sign: MD5 in hex of the key, the body's exact bytes and the secret."""
    signed = app_key.encode() + body + app_secret.encode()
    return hashlib.md5(signed, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class DouyinShopReceiver:
    """Answers the calls for one app.

    The signature covers no time; a message that is sent again is the same event by its id.
    """

    app_key: str
    app_secret: str = field(repr=False)
    max_body_bytes: int = 1024 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and split it.

        Raises:
            Refused: 403 when it is not authentic.
        """
        expected = event_sign(self.app_key, request.body, self.app_secret)
        check_signature(request.headers.get("event-sign"), expected)
        raws = tuple(
            self._raw_event(body, request.received_at) for body in _messages_of(request.body)
        )
        return Received(raws, _SUCCESS)

    def _raw_event(self, body: bytes, received_at: datetime) -> RawEvent:
        """A message. As there is no person, the order keeps its messages in order."""
        try:
            message = Payload(parse_object(body))
            message_id = message.text("msg_id", "msgId")
            order_id = message.child("data").text("p_id")
        except Reject:
            message_id = order_id = None
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.app_key,
            kind=MESSAGE,
            dedupe_key=message_id or f"body:{hashlib.sha256(body).hexdigest()}",
            person_id=f"order/{order_id}" if order_id else None,
            body=body,
            received_at=received_at,
        )


def _messages_of(body: bytes) -> Sequence[bytes]:
    """The elements of a list; what is none is one message, or none that can be read."""
    try:
        return array_elements(body) or (body,)
    except Reject:
        return (body,)
