"""The shop's callback against the contract of receivers."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from connectors.sdk.receiver import Request
from connectors.xiaohongshu.receiver import XiaohongshuReceiver
from connectors.xiaohongshu.source import XiaohongshuSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call
from pipeline.simulator.xiaohongshu import signed
from tests.connectors.xiaohongshu.shops import APP, PATH, SECRET, SEGMENT, pushed, shop, status


def received(receiver: XiaohongshuReceiver, call: Call) -> list[str]:
    request = Request(
        call.method, call.path, call.query, "", call.headers, call.body, None, datetime.now(UTC)
    )
    return [str(raw.event_id) for raw in receiver.receive(request).raws]


class TestContract(ReceiverContract):
    answer = b'{"success":true,"error_code":0,"error_msg":""}'
    keeps_malformed = True

    def source(self, name: str) -> XiaohongshuSource:
        return shop(name)

    def call(self, number: int) -> Call:
        return pushed(status(number))

    def with_body(self, body: bytes) -> Call:
        return Call(path=f"/{SEGMENT}", headers=signed(APP, SECRET, PATH), body=body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            Call(path=call.path, body=call.body),
            replace(call, headers=call.headers | {"sign": "0" * 32}),
            replace(call, headers=call.headers | {"app-key": "another"}),
            replace(call, headers=signed("another", SECRET, PATH)),
            replace(call, query={"extra": "1"}),
            replace(call, path=""),
            replace(call, path="/guessed"),
            pushed(status(1), now=time.time() - 301),
        )


def test_each_element_of_a_push_is_an_event_of_its_own() -> None:
    receiver = shop().receiver()
    assert receiver is not None
    assert len(set(received(receiver, pushed(status(1), status(2), status(1, 6))))) == 3


def test_status_4_pushed_twice_is_one_event() -> None:
    receiver = shop().receiver()
    assert receiver is not None
    to_ship, picked = pushed(status(1, 4)), pushed(status(1, 4, at=1767241900123))
    assert received(receiver, to_ship) == received(receiver, picked)


def test_a_push_rings_for_the_orders_where_they_can_be_asked_for() -> None:
    async def rings(settings: dict[str, Any]) -> bool:
        receiver = shop(**settings).receiver()
        assert receiver is not None
        received(receiver, pushed(status(1)))
        return receiver.doorbell is not None and await receiver.doorbell.heard()

    assert asyncio.run(rings({"refresh_token": SecretStr("given")}))
    assert not asyncio.run(rings({}))


def test_a_shop_without_a_secret_segment_receives_nothing() -> None:
    assert shop(path_secret=None).receiver() is None
