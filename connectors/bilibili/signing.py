"""Signatures: of our calls to the live platform, and of the webhooks that the platform calls."""

import hashlib
import hmac
from collections.abc import Mapping


def signed_headers(
    access_key_id: str, access_key_secret: str, body: bytes, *, nonce: str, timestamp: int
) -> Mapping[str, str]:
    """Headers of a call to the live platform with exactly these bytes as its body.

    `nonce` was never used before, `timestamp` is in seconds.
    """
    headers = {
        "x-bili-accesskeyid": access_key_id,
        "x-bili-content-md5": hashlib.md5(body, usedforsecurity=False).hexdigest(),
        "x-bili-signature-method": "HMAC-SHA256",
        "x-bili-signature-nonce": nonce,
        "x-bili-signature-version": "1.0",
        "x-bili-timestamp": str(timestamp),
    }
    return headers | {"authorization": request_signature(headers, access_key_secret)}


def request_signature(headers: Mapping[str, str], access_key_secret: str) -> str:
    """HMAC-SHA256 in hex of the `x-bili-` headers, one a line, sorted by name."""
    signed = {name.lower(): value for name, value in headers.items()}
    text = "\n".join(
        f"{name}:{signed[name]}" for name in sorted(signed) if name.startswith("x-bili-")
    )
    return hmac.new(access_key_secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def webhook_signature(client_secret: str, body: bytes) -> str:
    """SHA-1 in hex of the secret followed by the body: `x-bilibili-signature`."""
    return hashlib.sha1(client_secret.encode() + body, usedforsecurity=False).hexdigest()
