"""Signatures as Chinese platforms make them, compared in constant time."""

import hashlib
import hmac
from datetime import datetime

from connectors.sdk.receiver import Refused
from connectors.sdk.times import from_epoch
from schemas.errors import Reject


def sorted_sha1(*parts: str) -> str:
    """SHA-1 in hex of the parts, sorted by their bytes and joined."""
    joined = b"".join(sorted(part.encode() for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


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
