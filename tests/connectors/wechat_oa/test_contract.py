"""Both modes of WeChat's callback against the contract of receivers."""

import time
from collections.abc import Sequence

from pydantic import SecretStr

from connectors.sdk.signatures import sorted_sha1
from connectors.wechat.crypto import aes_key, encrypt
from connectors.wechat_oa.source import WechatOaSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call, altered
from tests.connectors.reading import VECTORS

TOKEN = VECTORS["wechat_oa_aes"]["token"]
KEY = VECTORS["wechat_oa_aes"]["EncodingAESKey"]
NONCE = "408812345"


def message(number: int) -> bytes:
    return (
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName>"
        "<CreateTime>1767238801</CreateTime><MsgType>text</MsgType>"
        f"<Content>hello</Content><MsgId>{number}</MsgId></xml>"
    ).encode()


def signed(timestamp: str) -> dict[str, str]:
    signature = sorted_sha1(TOKEN, timestamp, NONCE)
    return {"signature": signature, "timestamp": timestamp, "nonce": NONCE}


class TestPlainContract(ReceiverContract):
    answer = b"success"
    keeps_malformed = True

    def source(self, name: str) -> WechatOaSource:
        return WechatOaSource(name="main", app_id=f"wx{name}", token=SecretStr(TOKEN), mode="plain")

    def call(self, number: int) -> Call:
        return self.with_body(message(number))

    def with_body(self, body: bytes) -> Call:
        return Call(query=signed(str(int(time.time()))), body=body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(body=call.body),
            altered(call, signature="0" * 40),
            altered(call, signature="é"),
            altered(call, nonce="408812346"),
            altered(call, timestamp=str(int(time.time()) + 1)),
            Call(query=signed(str(int(time.time()) - 301)), body=call.body),
            Call(query=signed("soon"), body=call.body),
        )


class TestSafeContract(ReceiverContract):
    answer = b"success"
    keeps_malformed = False

    def source(self, name: str) -> WechatOaSource:
        self.app_id = f"wx{name}"
        return WechatOaSource(
            name="main",
            app_id=self.app_id,
            token=SecretStr(TOKEN),
            encoding_aes_key=SecretStr(KEY),
        )

    def call(self, number: int) -> Call:
        return self._encrypted(message(number), self.app_id)

    def with_body(self, body: bytes) -> Call:
        query = signed(str(int(time.time()))) | {"encrypt_type": "aes", "msg_signature": "0" * 40}
        return Call(query=query, body=body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        flipped = call.body.replace(b"<Encrypt>", b"<Encrypt>A", 1)
        return (
            Call(query=call.query, body=flipped),
            altered(call, msg_signature="0" * 40),
            altered(call, nonce="408812346"),
            self._encrypted(message(1), "wxOTHER"),
            Call(query=signed(str(int(time.time()))), body=message(1)),
        )

    def _encrypted(self, body: bytes, app_id: str) -> Call:
        query = signed(str(int(time.time())))
        encrypted = encrypt(body, key=aes_key(KEY), app_id=app_id)
        signature = sorted_sha1(TOKEN, query["timestamp"], NONCE, encrypted)
        return Call(
            query=query | {"encrypt_type": "aes", "msg_signature": signature},
            body=f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{encrypted}</Encrypt></xml>".encode(),
        )
