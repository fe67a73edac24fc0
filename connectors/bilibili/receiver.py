"""Webhooks of the open platform: authenticity, and one raw event for each call."""

import hashlib
import json
from dataclasses import dataclass, field

from connectors.bilibili.signing import webhook_signature
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Request
from connectors.sdk.signatures import check_signature
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "bilibili"


@dataclass(frozen=True, slots=True)
class BilibiliReceiver:
    """Answers the calls for one app of the open platform.

    The signature covers the body and no time: a call that was overheard can be sent again, and is
    the same event then.
    """

    client_id: str
    client_secret: str = field(repr=False)
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and wrap what it says; `verify_webhooks` asks for its data back.

        Raises:
            Refused: 403 when it is not authentic.
        """
        given = request.headers.get("x-bilibili-signature")
        check_signature(given, webhook_signature(self.client_secret, request.body))
        try:
            call = Payload(parse_object(request.body))
            if call.text("event") == "verify_webhooks":
                return Received((), _echo(call.child("content")))
            person_id = call.child("content").text("openid")
        except Reject:
            person_id = None
        return Received((self._raw_event(request, person_id),), Answer())

    def _raw_event(self, request: Request, person_id: str | None) -> RawEvent:
        """Calls have no id; a repeated one has the same bytes."""
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.client_id,
            kind="webhook",
            person_id=person_id,
            dedupe_key=f"webhook:{hashlib.sha256(request.body).hexdigest()}",
            body=request.body,
            received_at=request.received_at,
        )


def _echo(content: Payload) -> Answer:
    data = content.content.get("data")
    if not isinstance(data, int | str):
        raise Reject("content.data", "a number or text", data)
    body = json.dumps({"data": data}, separators=(",", ":"), ensure_ascii=False)
    return Answer(body.encode(), "application/json")
