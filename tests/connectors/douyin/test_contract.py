"""Douyin's webhooks and live pushes against the contract of receivers."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace

from pydantic import SecretStr

from connectors.douyin.source import DouyinSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator import douyin_callbacks
from pipeline.simulator.call import Call

SECRET = "client-secret"
DATA_SECRET = "data-secret"
ROOM = "7590000000000009999"


def source(name: str) -> DouyinSource:
    return DouyinSource(
        name="brand",
        client_key=f"aw{name}",
        client_secret=SecretStr(SECRET),
        data_secrets={"live_comment": SecretStr(DATA_SECRET)},
    )


class TestWebhookContract(ReceiverContract):
    answer = b""
    keeps_malformed = True

    def source(self, name: str) -> DouyinSource:
        return source(name)

    def call(self, number: int) -> Call:
        content = json.dumps({"action_type": 1, "action_time": 1767240400})
        event = {"event": "new_follow_action", "from_user_id": "u1", "content": content}
        return douyin_callbacks.webhook(SECRET, event, f"m{number}")

    def with_body(self, body: bytes) -> Call:
        return douyin_callbacks.signed(SECRET, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(body=call.body),
            replace(call, body=call.body + b" "),
            replace(call, headers=call.headers | {"X-Douyin-Signature": "0" * 40}),
            douyin_callbacks.signed("other", call.body),
        )


class TestLiveContract(ReceiverContract):
    answer = b""
    keeps_malformed = True

    def source(self, name: str) -> DouyinSource:
        return source(name)

    def call(self, number: int) -> Call:
        message = {
            "msg_id": str(number),
            "sec_openid": "u1",
            "content": "hello",
            "timestamp": 1767240600123,
        }
        return douyin_callbacks.live_push(DATA_SECRET, "live_comment", ROOM, [message])

    def with_body(self, body: bytes) -> Call:
        return douyin_callbacks.live_signed(DATA_SECRET, "live_comment", ROOM, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        old = time.time() - 301
        return (
            Call(path="/live", body=call.body),
            replace(call, body=call.body + b" "),
            replace(call, headers=call.headers | {"x-signature": "0"}),
            replace(call, headers=call.headers | {"x-roomid": "1"}),
            douyin_callbacks.live_signed("other", "live_comment", ROOM, call.body),
            douyin_callbacks.live_signed(DATA_SECRET, "live_gift", ROOM, call.body),
            douyin_callbacks.live_signed(DATA_SECRET, "live_comment", ROOM, call.body, now=old),
        )


class TestLoginContract(ReceiverContract):
    answer = b""
    keeps_malformed = False

    def source(self, name: str) -> DouyinSource:
        return source(name).model_copy(update={"login_secret": SecretStr("chosen")})

    def call(self, number: int) -> Call:
        told = {"userinfo": {"data": {"open_id": "u1"}}, "logged_in_at": 1767240200 + number}
        return self.with_body(json.dumps(told).encode())

    def with_body(self, body: bytes) -> Call:
        return Call(path="/login", headers={"Authorization": "Bearer chosen"}, body=body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(path="/login", body=call.body),
            replace(call, headers={"Authorization": "Bearer other"}),
            replace(call, headers={"Authorization": "chosen"}),
        )
