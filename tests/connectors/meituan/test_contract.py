"""Waimai's callback against the contract of receivers."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pydantic import SecretStr, ValidationError

from connectors.meituan.source import MeituanSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call
from pipeline.simulator.meituan import push

SECRET = "waimai secret"
URL = "https://guiyi.example.com/meituan/waimai"
ORDER = {"recipient_phone": "13900010001", "status": "2", "total": "35.5"}


class TestContract(ReceiverContract):
    answer = b'{"data":"ok"}'
    keeps_malformed = False

    def source(self, name: str) -> MeituanSource:
        return MeituanSource(
            name="waimai",
            app_id=name,
            app_secret=SecretStr(SECRET),
            callback_url=URL,
            account_key=SecretStr("chosen once"),
        )

    def call(self, number: int) -> Call:
        return signed(str(number))

    def with_body(self, body: bytes) -> Call:
        """The signature is part of the body, so another body has none."""
        return Call(body=body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(body=b"order_id=1&status=2"),
            replace(call, body=call.body.replace(b"total=35.5", b"total=3.55")),
            replace(call, body=call.body + b"&extra=1"),
            signed("1", callback_url="https://guiyi.example.com/meituan/other"),
            signed("1", app_secret="another"),
            signed("1", now=time.time() - 301),
        )


def test_orders_are_not_received_without_a_key_that_outlasts_the_secret() -> None:
    with pytest.raises(ValidationError, match="callback_url needs account_key"):
        MeituanSource(name="waimai", app_id="0000", app_secret=SecretStr(SECRET), callback_url=URL)


def signed(
    order_id: str,
    *,
    app_secret: str = SECRET,
    callback_url: str = URL,
    now: float | None = None,
) -> Call:
    return push(
        ORDER | {"order_id": order_id},
        app_id="0000",
        app_secret=app_secret,
        callback_url=callback_url,
        now=now,
    )
