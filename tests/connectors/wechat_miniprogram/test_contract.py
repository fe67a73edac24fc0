"""A mini program's callback in two of its settings, and the backend's, against the contract."""

import json
import time
from collections.abc import Sequence
from typing import Any

from pydantic import SecretStr

from connectors.wechat_miniprogram.source import WechatMiniprogramSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call, altered
from pipeline.simulator.wechat import WechatAccount, push
from pipeline.simulator.wechat_miniprogram import login
from tests.connectors.reading import VECTORS
from tests.connectors.wechat_miniprogram.logins import SECRET, source

KEY = VECTORS["wechat_oa_aes"]["EncodingAESKey"]


def message(number: int) -> bytes:
    content: dict[str, Any] = {"FromUserName": "o1", "CreateTime": 1767240010, "MsgType": "text"}
    return json.dumps(content | {"Content": "hello", "MsgId": number}).encode()


class TestPlainJsonContract(ReceiverContract):
    answer = b"success"
    keeps_malformed = True
    account = WechatAccount("wx1", "token")

    def source(self, name: str) -> WechatMiniprogramSource:
        return source(app_id=f"wx{name}")

    def call(self, number: int) -> Call:
        return self.with_body(message(number))

    def with_body(self, body: bytes) -> Call:
        return push(self.account, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(body=call.body),
            altered(call, signature="0" * 40),
            altered(call, nonce="x"),
            push(WechatAccount("wx1", "other token"), call.body),
            push(self.account, call.body, now=time.time() - 301),
        )


class TestSafeJsonContract(ReceiverContract):
    answer = b"success"
    keeps_malformed = False

    def source(self, name: str) -> WechatMiniprogramSource:
        self.account = WechatAccount(f"wx{name}", "token", KEY)
        return source(app_id=self.account.app_id, mode="safe", encoding_aes_key=SecretStr(KEY))

    def call(self, number: int) -> Call:
        return push(self.account, message(number), as_json=True)

    def with_body(self, body: bytes) -> Call:
        query = {"encrypt_type": "aes", "msg_signature": "0" * 40}
        return altered(push(WechatAccount("wx1", "token"), body), **query)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        other = WechatAccount("wxOTHER", "token", KEY)
        return (
            altered(call, msg_signature="0" * 40),
            altered(call, nonce="x"),
            Call(query=call.query, body=call.body.replace(b'"Encrypt": "', b'"Encrypt": "A', 1)),
            push(other, message(1), as_json=True),
            push(WechatAccount("wx1", "token"), message(1)),
        )


class TestLoginContract(ReceiverContract):
    answer = b"success"
    keeps_malformed = False

    def source(self, name: str) -> WechatMiniprogramSource:
        return source(app_id=f"wx{name}")

    def call(self, number: int) -> Call:
        session = {"openid": f"o{number}", "session_key": "c2VjcmV0", "unionid": "u1"}
        return login(SECRET, {"code2session": session})

    def with_body(self, body: bytes) -> Call:
        call = login(SECRET, {})
        return Call(path=call.path, headers=call.headers, body=body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        bare = SECRET.encode().hex()
        return (
            login("another secret", {"openid": "o1"}),
            Call(path=call.path, body=call.body),
            Call(path=call.path, headers={"authorization": SECRET}, body=call.body),
            Call(path=call.path, headers={"authorization": f"Bearer {bare}"}, body=call.body),
        )
