"""How calls are signed and wrapped, and how they are opened."""

from dataclasses import dataclass
from typing import Literal, Protocol

from connectors.sdk.receiver import Answer, Refused, Request
from connectors.sdk.signatures import check_age, check_call
from connectors.wechat.crypto import decrypt
from connectors.wechat.message import message_of
from schemas.errors import Reject

Mode = Literal["plain", "compatible", "safe"]
"""明文, 兼容 (both in one body) and 安全 (encrypted only), as set on WeChat's page."""


class Envelope(Protocol):
    """What stands between a call and the message in it."""

    def echo(self, request: Request) -> Answer | None:
        """Check that a call may come from the platform; the answer to one that asks for its echo.

        Raises:
            Refused: 403 when it is not authentic or too old, 400 for an echo that none sends.
        """
        ...

    def opened(self, request: Request) -> bytes:
        """The message itself, of a call that `echo` gave nothing for.

        Raises:
            Refused: 403 when it is not authentic or for another receiver.
        """
        ...


@dataclass(frozen=True, slots=True)
class SignedEnvelope:
    """`signature` on every call, and `msg_signature` where the message is encrypted.

    In `safe` mode only encrypted calls are taken. In the others the signature does not cover the
    body, so that whoever sees one call can send another within the age that is allowed.
    `receive_id` is whose messages they are: the AppID.
    """

    token: str
    receive_id: str
    key: bytes | None
    mode: Mode
    max_age_seconds: float | None

    def echo(self, request: Request) -> Answer | None:
        """A GET asks for its `echostr` back; see `Envelope.echo`."""
        return check_call(request, self.token, self.max_age_seconds)

    def opened(self, request: Request) -> bytes:
        """Decrypted where it came encrypted; see `Envelope.opened`."""
        if request.query.get("encrypt_type") != "aes":
            if self.mode == "safe":
                raise Refused(403, "not_encrypted")
            return request.body
        if self.key is None:
            raise Refused(403, "encrypted_without_key")
        return _decrypted(
            request, _encrypted_in(request.body), self.token, self.key, self.receive_id
        )


@dataclass(frozen=True, slots=True)
class SealedEnvelope:
    """Everything encrypted, the echo too, and `msg_signature` alone, as WeCom has it.

    `receive_id` is whose messages they are: the CorpID, of a third party's application the SuiteId.
    """

    token: str
    receive_id: str
    key: bytes
    max_age_seconds: float | None

    def echo(self, request: Request) -> Answer | None:
        """A GET asks for what is inside its `echostr`; see `Envelope.echo`."""
        if request.method != "GET":
            return None
        return Answer(self._open(request, request.query.get("echostr", "")))

    def opened(self, request: Request) -> bytes:
        """Decrypted; see `Envelope.opened`."""
        return self._open(request, _encrypted_in(request.body))

    def _open(self, request: Request, encrypted: str) -> bytes:
        message = _decrypted(request, encrypted, self.token, self.key, self.receive_id)
        check_age(request.query.get("timestamp"), request.received_at, self.max_age_seconds)
        return message


def _encrypted_in(body: bytes) -> str:
    try:
        return message_of(body).required("Encrypt")
    except Reject as error:
        raise Refused(403, "not_encrypted") from error


def _decrypted(request: Request, encrypted: str, token: str, key: bytes, receive_id: str) -> bytes:
    return decrypt(
        encrypted,
        key=key,
        app_id=receive_id,
        token=token,
        timestamp=request.query.get("timestamp", ""),
        nonce=request.query.get("nonce", ""),
        msg_signature=request.query.get("msg_signature"),
    )
