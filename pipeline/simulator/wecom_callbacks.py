"""WeCom's callbacks, encrypted and signed as it does.

Source: developer.work.weixin.qq.com 92277, 96361.
"""

import secrets
import time

from pipeline.simulator.call import Call
from pipeline.simulator.wechat import encrypt, sorted_sha1


def push(
    token: str, aes_key: str, receive_id: str, message: bytes, *, now: float | None = None
) -> Call:
    """A callback, signed at `now` (seconds since 1970). `receive_id` is the CorpID or SuiteId."""
    encrypted, query = _sealed(token, aes_key, receive_id, message, now)
    envelope = (
        f"<xml><ToUserName><![CDATA[{receive_id}]]></ToUserName><AgentID><![CDATA[1000002]]>"
        f"</AgentID><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
    return Call(query=query, body=envelope.encode())


def echo(
    token: str, aes_key: str, receive_id: str, text: bytes, *, now: float | None = None
) -> Call:
    """The call that is made when the address is registered; `text` is due as its answer."""
    encrypted, query = _sealed(token, aes_key, receive_id, text, now)
    return Call(method="GET", query=query | {"echostr": encrypted})


def _sealed(
    token: str, aes_key: str, receive_id: str, message: bytes, now: float | None
) -> tuple[str, dict[str, str]]:
    encrypted = encrypt(aes_key, receive_id, message)
    timestamp = str(int(time.time() if now is None else now))
    nonce = str(secrets.randbelow(10**9))
    signature = sorted_sha1(token, timestamp, nonce, encrypted)
    return encrypted, {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
