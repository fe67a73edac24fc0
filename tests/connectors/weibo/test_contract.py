"""Weibo's callback against the contract of receivers."""

import json
import time
from collections.abc import Sequence

from pydantic import SecretStr

from connectors.weibo.source import WeiboSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator import weibo
from pipeline.simulator.call import Call, altered

SECRET = "xyz123xyz"


class TestContract(ReceiverContract):
    answer = b""
    keeps_malformed = True

    def source(self, name: str) -> WeiboSource:
        uid = str(abs(hash(name)))
        return WeiboSource(name="brand", uid=uid, app_secret=SecretStr(SECRET))

    def call(self, number: int) -> Call:
        message = {
            "type": "text",
            "receiver_id": 2600000009,
            "sender_id": 2700000001,
            "created_at": "Thu Jan 01 12:11:00 +0800 2026",
            "text": f"hello {number}",
            "data": {},
        }
        return self.with_body(json.dumps(message).encode())

    def with_body(self, body: bytes) -> Call:
        return weibo.push(SECRET, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(body=call.body),
            altered(call, signature="0" * 40),
            altered(call, nonce="57155158"),
            weibo.push(SECRET, call.body, now=time.time() - 301),
        )
