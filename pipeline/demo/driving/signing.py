"""Sign and encrypt callbacks as WeChat does. The signed time is now, whenever the event was.

Source: developers.weixin.qq.com (message encryption).
"""

import base64
import hashlib
import secrets
import struct
import time
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pipeline.simulator.call import Call

_BLOCK_BYTES = 32


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """Developer settings of a WeChat Official Account; without an AES key it is in plain mode."""

    app_id: str
    token: str
    aes_key: str | None = None


def sign_wechat(account: OfficialAccount, openid: str, body: bytes) -> Call:
    """A callback of WeChat: signed, and in safe mode encrypted."""
    timestamp, nonce = _now_and_nonce()
    query = {
        "signature": _sorted_sha1(account.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": openid,
    }
    if account.aes_key is None:
        return Call(query=query, body=body)
    encrypted = _encrypt(account.aes_key, account.app_id, body)
    query |= {
        "encrypt_type": "aes",
        "msg_signature": _sorted_sha1(account.token, timestamp, nonce, encrypted),
    }
    envelope = (
        f"<xml>\n  <ToUserName><![CDATA[gh_{account.app_id[2:14]}]]></ToUserName>\n"
        f"  <Encrypt><![CDATA[{encrypted}]]></Encrypt>\n</xml>"
    )
    return Call(query=query, body=envelope.encode())


def _encrypt(aes_key: str, app_id: str, body: bytes) -> str:
    """AES-256-CBC over 16 random bytes, the length, the message and the AppID; PKCS#7 to 32."""
    key = base64.b64decode(aes_key + "=")
    text = secrets.token_bytes(16) + struct.pack(">I", len(body)) + body + app_id.encode()
    padding = _BLOCK_BYTES - len(text) % _BLOCK_BYTES
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    padded = text + bytes([padding]) * padding
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def _now_and_nonce() -> tuple[str, str]:
    return str(int(time.time())), str(secrets.randbelow(10**9))


def _sorted_sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()
