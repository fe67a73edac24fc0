"""WeCom's callback: one raw event for each call, and a ring for what has to be asked for."""

import hashlib
from dataclasses import dataclass

from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Request
from connectors.sdk.xml_text import parse_xml
from connectors.wechat.envelope import SealedEnvelope
from connectors.wecom.callback import dedupe_key, name_of, subject_of, time_of
from connectors.wecom.waiting import Waiting
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "wecom"
_SUCCESS = Answer(b"success")

_AUTHORIZATIONS = frozenset(
    {"suite_ticket", "create_auth", "change_auth", "cancel_auth", "reset_permanent_code"}
)
"""What a third-party app hears of its own authorization. These carry secrets, and no customer."""


@dataclass(frozen=True, slots=True)
class WecomReceiver:
    """Answers the calls of one app.

    Args:
        contacts: gets the customers whose details changed.
        service: gets the customer service accounts that have something to be pulled.
    """

    corp_id: str
    envelope: SealedEnvelope
    open_platform: str
    contacts: Waiting
    service: Waiting
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and wrap what it says; a GET gets what is inside its `echostr`.

        Raises:
            Refused: 403 when it is not authentic.
        """
        echo = self.envelope.echo(request)
        if echo is not None:
            return Received((), echo)
        body = self.envelope.opened(request)
        try:
            message = Payload(parse_xml(body))
            if message.text("InfoType") in _AUTHORIZATIONS:
                return Received((), _SUCCESS)
            raw = self._raw_event(request, body, dedupe_key(message, body), subject_of(message))
            self._have_looked_at(message)
        except Reject:
            raw = self._raw_event(request, body, f"body:{hashlib.sha256(body).hexdigest()}", None)
        return Received((raw,), _SUCCESS)

    def _have_looked_at(self, message: Payload) -> None:
        name = name_of(message)
        if name == "kf_msg_or_event" and (account := message.text("OpenKfId")):
            self.service.add(account, message.text("Token") or "")
        elif name == "change_external_contact" and (customer := message.text("ExternalUserID")):
            self.contacts.add(customer, time_of(message) or "")

    def _raw_event(
        self, request: Request, body: bytes, dedupe_key: str, person_id: str | None
    ) -> RawEvent:
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.corp_id,
            kind="callback",
            person_id=person_id,
            dedupe_key=dedupe_key,
            body=body,
            received_at=request.received_at,
            headers={"open_platform": self.open_platform},
        )
