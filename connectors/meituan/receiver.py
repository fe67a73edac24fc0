"""Waimai's callbacks: authenticity, and one raw event for each."""

import hashlib
from dataclasses import dataclass, field

from connectors.meituan.form import fields_of
from connectors.meituan.recipient import native_id_of, phone_of
from connectors.meituan.signing import waimai_sig
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Answer, Received, Refused, Request
from connectors.sdk.signatures import check_age, check_signature
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "meituan"
_OK = Answer(b'{"data":"ok"}', media_type="application/json")


@dataclass(frozen=True, slots=True)
class WaimaiReceiver:
    """Answers the calls that tell of orders.

    The signature covers all that is stated and the address, so it stands for the body.

    Args:
        callback_url: the address as it is registered, which the signature covers.
        account_key: what recipients' phones are hashed with, to name their accounts. Unlike the
            app's secret it stays the same.
    """

    app_id: str
    app_secret: str = field(repr=False)
    callback_url: str
    max_age_seconds: float | None
    account_key: str = field(repr=False)
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """Check a call and wrap the order that it tells of.

        Raises:
            Refused: 403 when it is not authentic or too old. What is no form has no signature.
        """
        try:
            fields = fields_of(request.body)
        except Reject as error:
            raise Refused(403, "no_form") from error
        signature = fields.pop("sig", None)
        check_signature(signature, waimai_sig(self.callback_url, fields, self.app_secret))
        check_age(fields.get("timestamp"), request.received_at, self.max_age_seconds)
        return Received((self._raw_event(Payload(fields), request),), _OK)

    def _raw_event(self, order: Payload, request: Request) -> RawEvent:
        phone = phone_of(order)
        # What names no order is told apart by all it says; its reader will refuse it.
        order_id = order.text("order_id") or hashlib.sha256(request.body).hexdigest()
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.app_id,
            kind="order",
            person_id=native_id_of(phone, self.account_key) if phone else f"order/{order_id}",
            dedupe_key=f"order:{order_id}:{order.text('status')}",
            body=request.body,
            received_at=request.received_at,
        )
