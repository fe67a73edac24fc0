"""Kuaishou's webhook against the contract of receivers."""

import json
from collections.abc import Sequence
from dataclasses import replace

from pydantic import SecretStr

from connectors.kuaishou.source import KuaishouSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call
from pipeline.simulator.kuaishou_callbacks import signed

SECRET = "ks_secret_demo"


class TestContract(ReceiverContract):
    answer = b'{"result":1}'
    keeps_malformed = True

    def source(self, name: str) -> KuaishouSource:
        return KuaishouSource(name="live", app_id=f"ks{name}", app_secret=SecretStr(SECRET))

    def call(self, number: int) -> Call:
        event = {
            "event": "LIVE_INTERACTION_DATA",
            "message_id": f"m{number}",
            "data": {
                "push_type": "liveComment",
                "live_timestamp": "1767240800001",
                "payload": [{"content": "hello", "userInfo": {"userId": "u1"}}],
            },
        }
        return self.with_body(json.dumps(event).encode())

    def answer_to(self, call: Call) -> bytes:
        for number in (1, 2):
            if call == self.call(number):
                return f'{{"result":1,"message_id":"m{number}"}}'.encode()
        return self.answer

    def with_body(self, body: bytes) -> Call:
        return signed(SECRET, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(body=call.body),
            replace(call, body=call.body + b" "),
            replace(call, headers={"kwaisign": "0" * 32}),
            signed("other", call.body),
        )
