"""Doudian's messages against the contract of receivers."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import SecretStr

from connectors.douyin_shop.source import DouyinShopSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call
from pipeline.simulator.douyin_shop import push, signed

SECRET = "doudian_secret_demo"


class TestContract(ReceiverContract):
    answer = b'{"code":0,"msg":"success"}'
    keeps_malformed = True

    def source(self, name: str) -> DouyinShopSource:
        self.app_key = f"key_{name}"
        return DouyinShopSource(name="shop", app_key=self.app_key, app_secret=SecretStr(SECRET))

    def call(self, number: int) -> Call:
        data = {"p_id": 6920000000000000001, "shop_id": 1, "pay_amount": 12800}
        message = {"tag": "110", "msg_id": str(number), "data": data}
        return push(self.app_key, SECRET, [message])

    def with_body(self, body: bytes) -> Call:
        return signed(self.app_key, SECRET, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(body=call.body),
            replace(call, body=call.body + b" "),
            replace(call, headers=call.headers | {"event-sign": "0" * 32}),
            signed("key_other", SECRET, call.body),
            signed(self.app_key, "other", call.body),
        )
