"""The signature of calls to TOP, and of connections to the message channel."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Literal

SignMethod = Literal["md5", "hmac", "hmac-sha256"]


def signature(parameters: Mapping[str, str], secret: str, method: SignMethod) -> str:
    """The `sign` of these parameters, in capital hex; empty ones do not count."""
    text = "".join(
        name + value for name, value in sorted(parameters.items()) if value and name != "sign"
    )
    if method == "md5":
        signed = hashlib.md5(f"{secret}{text}{secret}".encode(), usedforsecurity=False)
        return signed.hexdigest().upper()
    digest = "md5" if method == "hmac" else "sha256"
    return hmac.new(secret.encode(), text.encode(), digest).hexdigest().upper()
