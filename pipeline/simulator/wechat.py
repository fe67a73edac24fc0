"""What the ends of the WeChat family share: signed and encrypted pushes, and access tokens.

Sources: developers.weixin.qq.com, message push, message encryption, `stable_token`.
"""

import base64
import hashlib
import json
import secrets
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.call import Call
from pipeline.simulator.tokens import IssuedTokens

_BLOCK_BYTES = 32
_WRONG_SECRET = {"errcode": 40125, "errmsg": "invalid appsecret"}
_EXPIRED = {"errcode": 42001, "errmsg": "access_token expired"}


@dataclass(frozen=True, slots=True)
class WechatAccount:
    """Developer settings of an account; without an AES key it is in plain mode."""

    app_id: str
    token: str
    aes_key: str | None = None


def push(
    account: WechatAccount,
    message: bytes,
    *,
    openid: str = "",
    as_json: bool = False,
    now: float | None = None,
) -> Call:
    """A callback, signed at `now` (seconds since 1970), and in safe mode encrypted."""
    timestamp = str(int(time.time() if now is None else now))
    nonce = str(secrets.randbelow(10**9))
    query = {
        "signature": sorted_sha1(account.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": openid,
    }
    if account.aes_key is None:
        return Call(query=query, body=message)
    encrypted = encrypt(account.aes_key, account.app_id, message)
    query |= {
        "encrypt_type": "aes",
        "msg_signature": sorted_sha1(account.token, timestamp, nonce, encrypted),
    }
    receiver = f"gh_{account.app_id[2:14]}"
    if as_json:
        body = json.dumps({"ToUserName": receiver, "Encrypt": encrypted})
    else:
        body = (
            f"<xml>\n  <ToUserName><![CDATA[{receiver}]]></ToUserName>\n"
            f"  <Encrypt><![CDATA[{encrypted}]]></Encrypt>\n</xml>"
        )
    return Call(query=query, body=body.encode())


def encrypt(aes_key: str, receive_id: str, message: bytes) -> str:
    """AES-256-CBC over 16 random bytes, the length, the message and the AppID; PKCS#7 to 32."""
    key = base64.b64decode(aes_key + "=")
    text = secrets.token_bytes(16) + struct.pack(">I", len(message)) + message + receive_id.encode()
    padding = _BLOCK_BYTES - len(text) % _BLOCK_BYTES
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    padded = text + bytes([padding]) * padding
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def sorted_sha1(*parts: str) -> str:
    """The signature of the whole family."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


class AccessTokens:
    """Access tokens of several accounts, as `stable_token` gives them.

    `errors` are answered first, one for each call with a good token, whatever it asks for.

    Args:
        app_secrets: AppID -> AppSecret.
    """

    def __init__(self, app_secrets: Mapping[str, str]) -> None:
        self.errors: list[Mapping[str, Any]] = []
        self.route = Route("/cgi-bin/stable_token", self._give, methods=["POST"])
        self._app_secrets = app_secrets
        self._issued = {app_id: IssuedTokens() for app_id in app_secrets}
        self._last: dict[str, str] = {}

    @property
    def issued(self) -> int:
        """How many there have been."""
        return sum(tokens.issued for tokens in self._issued.values())

    def end_all(self) -> None:
        """No token is good any more."""
        for tokens in self._issued.values():
            tokens.end_all()

    def app_id(self, request: Request) -> str:
        """Whose token a call carries, of one without a `refusal`."""
        token = request.query_params["access_token"]
        return next(app for app, last in self._last.items() if last == token)

    def refusal(self, request: Request) -> Response | None:
        """What is answered in place of what was asked for."""
        token = request.query_params.get("access_token")
        if not any(tokens.is_good(token) for tokens in self._issued.values()):
            return JSONResponse(_EXPIRED)
        return JSONResponse(self.errors.pop(0)) if self.errors else None

    async def _give(self, request: Request) -> Response:
        asked = await request.json()
        app_id = asked["appid"]
        if asked["secret"] != self._app_secrets.get(app_id):
            return JSONResponse(_WRONG_SECRET)
        tokens, last = self._issued[app_id], self._last.get(app_id)
        if last is None or asked.get("force_refresh") or not tokens.is_good(last):
            last = self._last[app_id] = tokens.issue()
        return JSONResponse({"access_token": last, "expires_in": int(tokens.seconds)})
