"""Acme's side: its callbacks, signed as it signs them."""

import hashlib
import hmac

from pipeline.simulator.call import Call


def push(app_secret: str, body: bytes) -> Call:
    """A callback with this body."""
    signature = hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return Call(headers={"x-signature": signature}, body=body)
