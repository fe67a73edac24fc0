"""The callback of every account of the family: opened, and one raw event for each call."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Request
from connectors.wechat.envelope import Envelope
from connectors.wechat.message import message_of
from schemas.errors import Reject
from schemas.raw import RawEvent

SUCCESS = Answer(b"success")
"""What says that nothing is to be sent back to the customer."""

Identify = Callable[[Payload], tuple[str | None, str]]
"""Message -> who acted, where it says so, and what is the same for each of its deliveries.

Raises `Reject` for a message that lacks them.
"""


@dataclass(frozen=True, slots=True)
class PushReceiver:
    """Answers one account's calls.

    What was authentic and cannot be identified is published all the same, under its digest, and
    ends among the dead letters. `headers` is what the reader has to know of the configuration.
    """

    platform: str
    source_account: str
    envelope: Envelope
    identify: Identify
    headers: Mapping[str, str]
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = field(default=())

    def receive(self, request: Request) -> Received:
        """Check a call and wrap the message in it, or answer the echo that it asks for.

        Raises:
            Refused: 403 when it is not authentic, 400 for an echo that WeChat would not send.
        """
        echo = self.envelope.echo(request)
        if echo is not None:
            return Received((), echo)
        body = self.envelope.opened(request)
        return Received((self._raw_event(request, body),), SUCCESS)

    def _raw_event(self, request: Request, body: bytes) -> RawEvent:
        person_id: str | None
        try:
            person_id, dedupe_key = self.identify(message_of(body))
        except Reject:
            person_id, dedupe_key = None, f"body:{hashlib.sha256(body).hexdigest()}"
        return RawEvent.of(
            platform=self.platform,
            source_account=self.source_account,
            kind="push",
            person_id=person_id,
            dedupe_key=dedupe_key,
            body=body,
            received_at=request.received_at,
            headers=self.headers,
        )
