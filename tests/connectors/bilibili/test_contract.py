"""Bilibili's webhooks against the contract of receivers."""

import json
from collections.abc import Sequence
from dataclasses import replace

from pydantic import SecretStr

from connectors.bilibili.source import BilibiliSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.bilibili import webhook
from pipeline.simulator.call import Call

SECRET = "bili_secret_demo"


class TestContract(ReceiverContract):
    answer = b""
    keeps_malformed = True

    def source(self, name: str) -> BilibiliSource:
        return BilibiliSource(name="brand", client_id=name, client_secret=SecretStr(SECRET))

    def call(self, number: int) -> Call:
        authorization = {
            "event": "authorize",
            "content": {"openid": f"openid-{number}", "client_id": "x", "permits": "USER_INFO"},
            "timestamp": "2026-01-01 12:02:01",
        }
        return self.with_body(json.dumps(authorization).encode())

    def with_body(self, body: bytes) -> Call:
        return webhook(SECRET, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            replace(call, headers={}),
            replace(call, body=call.body + b" "),
            webhook("other", call.body),
        )
