"""The shop's pushes: authenticity, and one raw event for each element."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from connectors.sdk.doorbell import Doorbell
from connectors.sdk.json_text import array_elements
from connectors.sdk.receiver import Answer, Received, Refused, Request
from connectors.sdk.signatures import check_age, check_signature
from connectors.xiaohongshu.push import Push
from connectors.xiaohongshu.reader import POLLED
from connectors.xiaohongshu.signing import path_sign
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "xiaohongshu"
_OK = Answer(b'{"success":true,"error_code":0,"error_msg":""}', media_type="application/json")


@dataclass(frozen=True, slots=True)
class XiaohongshuReceiver:
    """Answers the calls for one shop, at an address that ends with `/SECRET`.

    Args:
        callback_path: the whole path as the platform calls it, which the signature covers.
        doorbell: rung at each push, where the orders are asked for; else None.
    """

    app_id: str
    app_secret: str = field(repr=False)
    seller_id: str
    path_secret: str = field(repr=False)
    callback_path: str = field(repr=False)
    max_age_seconds: float | None
    doorbell: Doorbell | None = None
    max_body_bytes: int = 1024 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and split it.

        Raises:
            Refused: 403 when it is not authentic or too old.
        """
        if not hmac.compare_digest(request.path.encode(), f"/{self.path_secret}".encode()):
            raise Refused(403, "wrong_path")
        signed = {name: request.headers.get(name, "") for name in ("app-key", "timestamp")}
        expected = path_sign(self.callback_path, {**request.query, **signed}, self.app_secret)
        check_signature(request.headers.get("sign"), expected)
        if signed["app-key"] != self.app_id:
            raise Refused(403, "wrong_app")
        check_age(signed["timestamp"], request.received_at, self.max_age_seconds)
        raws = tuple(
            self._raw_event(element, request.received_at) for element in _elements(request.body)
        )
        if self.doorbell is not None:
            self.doorbell.ring()
        return Received(raws, _OK)

    def _raw_event(self, body: bytes, received_at: datetime) -> RawEvent:
        try:
            push = Push.of(body)
            person_id = f"order/{push.order_id}" if push.order_id else None
            dedupe_key = push.dedupe_key
        except Reject:
            person_id, dedupe_key = None, f"body:{hashlib.sha256(body).hexdigest()}"
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.seller_id,
            kind="push",
            person_id=person_id,
            dedupe_key=dedupe_key,
            body=body,
            received_at=received_at,
            headers={POLLED: "yes"} if self.doorbell is not None else {},
        )


def _elements(body: bytes) -> Sequence[bytes]:
    """The elements of the array; what is none is kept as it is, for the dead letters."""
    try:
        return array_elements(body) or (body,)
    except Reject:
        return (body,)
