"""Acme's callback against the contract of receivers."""

import json
from collections.abc import Sequence
from dataclasses import replace

from pydantic import SecretStr

from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.new_connector.webhook.acme.reader import read
from pipeline.new_connector.webhook.acme.source import AcmeSource
from pipeline.new_connector.webhook.end import push
from pipeline.simulator.call import Call

SECRET = "invented"


class TestContract(ReceiverContract):
    answer = b"success"
    keeps_malformed = True
    read = staticmethod(read)

    def source(self, name: str) -> AcmeSource:
        return AcmeSource(name=name, app_secret=SecretStr(SECRET))

    def call(self, number: int) -> Call:
        """Of another person for another number, so that they go to several partitions."""
        who_and_when = {"user_id": f"u-{number}", "time": 1767239300}
        event = {"id": f"e-{number}", "event": "message"} | who_and_when
        return self.with_body(json.dumps(event).encode())

    def with_body(self, body: bytes) -> Call:
        return push(SECRET, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            replace(call, headers={}),
            replace(call, headers={"x-signature": "0" * 64}),
            replace(call, body=call.body.replace(b"u-1", b"u-2")),
        )
