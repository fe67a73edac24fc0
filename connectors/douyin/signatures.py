"""How Douyin signs. Both signatures cover the exact bytes of the body."""

import base64
import hashlib
from collections.abc import Mapping

LIVE_HEADERS = ("x-msg-type", "x-nonce-str", "x-roomid", "x-timestamp")
"""The headers that a live push's signature covers, in the order in which it does."""


def webhook_signature(client_secret: str, body: bytes) -> str:
    """X-Douyin-Signature: SHA-1 in hex of secret and body."""
    return hashlib.sha1(client_secret.encode() + body, usedforsecurity=False).hexdigest()


def live_signature(headers: Mapping[str, str], body: bytes, data_secret: str) -> str:
    """x-signature of a live push: MD5, in base64, of the headers, the body and the secret.

    A header that is missing counts as empty, so that its push is not authentic.
    """
    stated = "&".join(f"{name}={headers.get(name, '')}" for name in LIVE_HEADERS)
    signed = stated.encode() + body + data_secret.encode()
    return base64.b64encode(hashlib.md5(signed, usedforsecurity=False).digest()).decode()
