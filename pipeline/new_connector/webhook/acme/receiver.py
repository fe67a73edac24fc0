"""Acme's callback: authenticity, and one raw event for each call."""

import hashlib
import hmac
from dataclasses import dataclass, field

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Request
from connectors.sdk.signatures import check_signature
from pipeline.new_connector.webhook.acme.reader import KIND
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "acme"


@dataclass(frozen=True, slots=True)
class AcmeReceiver:
    """Answers the calls for one of the brand's accounts."""

    account: str
    app_secret: str = field(repr=False)
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and wrap what it says.

        Raises:
            Refused: 403 when its signature is not the HMAC-SHA-256 of the body.
        """
        expected = hmac.new(self.app_secret.encode(), request.body, hashlib.sha256).hexdigest()
        check_signature(request.headers.get("x-signature"), expected)
        return Received((self._raw_event(request),), Answer(b"success"))

    def _raw_event(self, request: Request) -> RawEvent:
        """What cannot be read is kept too: its reader refuses it, and the dead letters hold it."""
        try:
            payload = Payload(parse_object(request.body))
            person_id, dedupe_key = payload.text("user_id"), f"event:{payload.required('id')}"
        except Reject:
            person_id, dedupe_key = None, f"body:{hashlib.sha256(request.body).hexdigest()}"
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.account,
            kind=KIND,
            person_id=person_id,
            dedupe_key=dedupe_key,
            body=request.body,
            received_at=request.received_at,
        )
