"""The fans service's callback: authenticity, and one raw event for each call."""

import hashlib
import json
from dataclasses import dataclass

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Request
from connectors.sdk.signatures import check_call
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "weibo"


@dataclass(frozen=True, slots=True)
class WeiboReceiver:
    """Answers the calls for one brand account.

    The signature does not cover the body: whoever sees one call can send another within the age
    that is allowed. Weibo offers nothing better.
    """

    uid: str
    app_secret: str
    max_age_seconds: float | None
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and wrap what it says; a GET asks for its `echostr` back.

        Raises:
            Refused: 403 when it is not authentic, 400 for an echo that Weibo would not send.
        """
        echo = check_call(request, self.app_secret, self.max_age_seconds)
        if echo is not None:
            return Received((), echo)
        return Received((self._raw_event(request),), Answer())

    def _raw_event(self, request: Request) -> RawEvent:
        try:
            message = Payload(parse_object(request.body))
            person_id, dedupe_key = message.text("sender_id"), _dedupe_key(message)
        except Reject:
            person_id, dedupe_key = None, f"body:{hashlib.sha256(request.body).hexdigest()}"
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.uid,
            kind="fans",
            person_id=person_id,
            dedupe_key=dedupe_key,
            body=request.body,
            received_at=request.received_at,
        )


def _dedupe_key(message: Payload) -> str:
    """Who, when and what. Messages have no id and may share a second, so what they say counts."""
    said = [message.text("text"), message.content.get("data")]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
    kind, subtype = message.required("type"), message.child("data").text("subtype") or ""
    sender, created_at = message.required("sender_id"), message.required("created_at")
    return "\x1f".join(("fans", sender, created_at, kind, subtype, digest[:32]))
