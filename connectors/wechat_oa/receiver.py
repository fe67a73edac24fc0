"""WeChat's callback: authenticity, decryption, and one raw event for each call."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Refused, Request
from connectors.sdk.signatures import check_call
from connectors.sdk.xml_text import parse_xml
from connectors.wechat.crypto import decrypt
from connectors.wechat_oa.push import choices_of, openid_of
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "wechat_oa"
_SUCCESS = Answer(b"success")

Mode = Literal["plain", "compatible", "safe"]


@dataclass(frozen=True, slots=True)
class WechatOaReceiver:
    """Answers one Official Account's calls.

    In `safe` mode only encrypted calls are taken. In the others the signature does not cover the
    body, so that whoever sees one call can send another within the age that is allowed.
    """

    app_id: str
    token: str
    mode: Mode
    key: bytes | None
    open_platform: str
    max_age_seconds: float | None
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and wrap what it says; a GET asks for its `echostr` back.

        Raises:
            Refused: 403 when it is not authentic, 400 for an echo that WeChat would not send.
        """
        echo = check_call(request, self.token, self.max_age_seconds)
        if echo is not None:
            return Received((), echo)
        body = self._opened(request)
        return Received((self._raw_event(request, body),), _SUCCESS)

    def _opened(self, request: Request) -> bytes:
        """The message itself, decrypted where it came encrypted."""
        if request.query.get("encrypt_type") != "aes":
            if self.mode == "safe":
                raise Refused(403, "not_encrypted")
            return request.body
        if self.key is None:
            raise Refused(403, "encrypted_without_key")
        try:
            encrypted = Payload(parse_xml(request.body)).required("Encrypt")
        except Reject as error:
            raise Refused(403, "not_encrypted") from error
        return decrypt(
            encrypted,
            key=self.key,
            app_id=self.app_id,
            token=self.token,
            timestamp=request.query.get("timestamp", ""),
            nonce=request.query.get("nonce", ""),
            msg_signature=request.query.get("msg_signature"),
        )

    def _raw_event(self, request: Request, body: bytes) -> RawEvent:
        try:
            message = Payload(parse_xml(body))
            person_id, dedupe_key = openid_of(message), _dedupe_key(message)
        except Reject:
            person_id, dedupe_key = None, f"body:{hashlib.sha256(body).hexdigest()}"
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.app_id,
            kind="push",
            person_id=person_id,
            dedupe_key=dedupe_key,
            body=body,
            received_at=request.received_at,
            headers={"open_platform": self.open_platform},
        )


def _dedupe_key(message: Payload) -> str:
    """WeChat's advice: MsgId for messages; for events, which have none, who, when and what.

    Events about message templates come several a second: the templates tell them apart.
    """
    if message_id := message.text("MsgId"):
        return f"message:{message_id}"
    sent = message.child("SubscribeMsgSentEvent").children("List")
    templates = [
        choice.text(name) or ""
        for choice in (*choices_of(message), *sent)
        for name in ("TemplateId", "SubscribeStatusString", "MsgID")
    ]
    parts = (
        openid_of(message),
        message.required("CreateTime"),
        message.text("Event") or message.required("MsgType"),
        message.text("EventKey") or "",
        message.text("MsgID") or "",
        *templates,
    )
    return "event:" + "\x1f".join(parts)
