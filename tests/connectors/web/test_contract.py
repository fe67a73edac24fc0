"""The tracking endpoint, called by both kinds of library, against the contract of receivers."""

import json
from collections.abc import Sequence
from dataclasses import replace

from pydantic import SecretStr

from connectors.web.source import WebSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call
from tests.connectors.reading import VECTORS

KEY = VECTORS["segment_auth"]["writeKey"]
AUTHORIZED = {"authorization": VECTORS["segment_auth"]["Authorization"]}


class TestSegmentContract(ReceiverContract):
    answer = b'{"success":true}'
    keeps_malformed = False

    def source(self, name: str) -> WebSource:
        return WebSource(name=name, write_key=SecretStr(KEY))

    def call(self, number: int) -> Call:
        body = {"event": "A", "userId": "u1", "messageId": f"m{number}"}
        return self.with_body(json.dumps(body).encode())

    def with_body(self, body: bytes) -> Call:
        return Call(path="/v1/track", headers=AUTHORIZED, body=body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            replace(call, headers={}),
            replace(call, headers={"authorization": "Basic d3Jvbmc6"}),
            replace(call, headers={"authorization": "Basic !"}),
            replace(call, headers={}, body=b'{"writeKey": "wrong", "userId": "u1", "event": "A"}'),
        )


class TestSnowplowContract(ReceiverContract):
    answer = b""
    keeps_malformed = False

    def source(self, name: str) -> WebSource:
        return WebSource(name=name, write_key=SecretStr(KEY), snowplow_app_ids=("shop-web",))

    def call(self, number: int) -> Call:
        event = {"e": "pv", "eid": f"e{number}", "aid": "shop-web", "duid": "d1"}
        return self.with_body(json.dumps({"data": [event]}).encode())

    def with_body(self, body: bytes) -> Call:
        return Call(path="/com.snowplowanalytics.snowplow/tp2", body=body)

    def tampered(self) -> Sequence[Call]:
        return (
            self.with_body(b'{"data": [{"e": "pv", "aid": "other", "duid": "d1"}]}'),
            self.with_body(b'{"data": [{"e": "pv", "duid": "d1"}]}'),
        )
