"""Signatures as Chinese platforms make them, compared in constant time."""

import hashlib
import hmac
import re
from datetime import datetime

from connectors.sdk.receiver import Answer, Refused, Request
from connectors.sdk.times import from_epoch
from schemas.errors import Reject

_ECHO = re.compile(r"[A-Za-z0-9+/=_-]{1,512}")


def sorted_sha1(*parts: str) -> str:
    """SHA-1 in hex of the parts, sorted by their bytes and joined."""
    joined = b"".join(sorted(part.encode() for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def check_call(request: Request, secret: str, max_age_seconds: float | None) -> Answer | None:
    """Check the `signature` of a call: `sorted_sha1` of secret, `timestamp` and `nonce`.

    It does not cover the body. Gives the answer to a GET, which asks for its `echostr` back when
    the address is registered; None for any other call.

    Raises:
        Refused: 403 when the call is not authentic or too old, 400 for an echo that no platform
            would send.
    """
    timestamp, nonce = request.query.get("timestamp", ""), request.query.get("nonce", "")
    check_signature(request.query.get("signature"), sorted_sha1(secret, timestamp, nonce))
    check_age(timestamp, request.received_at, max_age_seconds)
    if request.method != "GET":
        return None
    echo = request.query.get("echostr", "")
    if not _ECHO.fullmatch(echo):
        raise Refused(400, "wrong_echo")
    return Answer(echo.encode())


def check_signature(given: str | None, expected: str) -> None:
    """Compare in constant time.

    Raises:
        Refused: 403 when they differ or there is none.
    """
    if not hmac.compare_digest((given or "").encode(), expected.encode()):
        raise Refused(403, "wrong_signature")


def check_age(timestamp: str | None, now: datetime, max_seconds: float | None) -> None:
    """Refuse a signed timestamp that is too old or too far ahead, so that no call can be replayed.

    This is our own policy, the platforms ask for none; `max_seconds` None turns it off.

    Raises:
        Refused: 403 when it differs from `now` by more than `max_seconds`, or is no time.
    """
    if max_seconds is None:
        return
    try:
        signed_at = from_epoch(timestamp, "timestamp")
    except Reject as error:
        raise Refused(403, "wrong_timestamp") from error
    if abs((now - signed_at).total_seconds()) > max_seconds:
        raise Refused(403, "stale_timestamp")
