"""How Kuaishou signs, and has calls signed."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Literal

SignMethod = Literal["MD5", "HMAC_SHA256"]


def kwaisign(body: bytes, app_secret: str) -> str:
    """The header of a webhook: MD5 in hex of the body's exact bytes and the secret."""
    return hashlib.md5(body + app_secret.encode(), usedforsecurity=False).hexdigest()


def task_sign(parameters: Mapping[str, str], app_secret: str) -> str:
    """`sign` of a call about a live room: MD5 in hex of the parameters, by name, and the secret.

    `parameters` includes the `app_id`; those without a value are left out.
    """
    stated = _joined({name: value for name, value in parameters.items() if value})
    return hashlib.md5((stated + app_secret).encode(), usedforsecurity=False).hexdigest()


def shop_sign(parameters: Mapping[str, str], sign_secret: str, method: SignMethod) -> str:
    """`sign` of a call to the shop: MD5 in hex, or HMAC-SHA-256 in base64.

    `parameters` are all that the call states but the sign itself, `signMethod` among them.
    """
    signed = f"{_joined(parameters)}&signSecret={sign_secret}".encode()
    if method == "HMAC_SHA256":
        return base64.b64encode(hmac.digest(sign_secret.encode(), signed, "sha256")).decode()
    return hashlib.md5(signed, usedforsecurity=False).hexdigest()


def _joined(parameters: Mapping[str, str]) -> str:
    return "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))
