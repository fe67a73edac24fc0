"""A shop's messages ring for its orders."""

import asyncio
import base64

import pytest

from connectors.kuaishou.receiver import KuaishouReceiver
from connectors.kuaishou.shop_message import message_key
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.poller import Rung
from connectors.sdk.receiver import Received, Refused, Request
from connectors.sdk.tokens import Tokens
from pipeline.simulator.call import Call
from pipeline.simulator.kuaishou_callbacks import encrypted, shop_message
from tests.connectors.kuaishou.shop import MESSAGE_KEY, order_source
from tests.connectors.reading import RECEIVED_AT

OTHER_KEY = "ZmVkY2JhOTg3NjU0MzIxMA=="
PAID = {"oid": 2607600000000001, "sellerId": 1, "status": 30}


class Ringing:
    """A receiver and the doorbell that it rings."""

    def __init__(self, key: str | None = MESSAGE_KEY) -> None:
        self.doorbell = Doorbell()
        bytes_of_key = message_key(key) if key else None
        self.receiver = KuaishouReceiver("ks1", "secret", bytes_of_key, self.doorbell)

    def receive(self, call: Call) -> Received:
        return self.receiver.receive(
            Request("POST", call.path, {}, "", {}, call.body, None, RECEIVED_AT)
        )

    def has_rung(self) -> bool:
        async def hears() -> bool:
            try:
                return await asyncio.wait_for(self.doorbell.heard(), 0.05)
            except TimeoutError:
                return False

        return asyncio.run(hears())


def test_a_message_rings_and_is_answered() -> None:
    shop = Ringing()
    received = shop.receive(shop_message("ks1", MESSAGE_KEY, "kwaishop_order_paySuccess", PAID))
    assert (received.raws, received.answer.body) == ((), b'{"result":1}')
    assert shop.has_rung()


def test_the_poller_of_orders_is_the_one_that_hears_it(tokens: Tokens) -> None:
    app = order_source("http://127.0.0.1:9")
    (poller,) = app.pollers(tokens)
    assert isinstance(poller, Rung)
    assert app.receiver().doorbell is poller.doorbell


def test_the_consoles_test_is_answered_and_rings_for_nothing() -> None:
    shop = Ringing()
    assert shop.receive(encrypted(MESSAGE_KEY, b'{"test":true}')).answer.body == b'{"result":1}'
    assert not shop.has_rung()


@pytest.mark.parametrize(
    "call",
    [
        shop_message("ks1", OTHER_KEY, "kwaishop_order_addOrder", PAID),
        shop_message("ks2", MESSAGE_KEY, "kwaishop_order_addOrder", PAID),
        encrypted(MESSAGE_KEY, b"[]"),
        Call(path="/shop", body=b'{"test":true}'),
        Call(path="/shop", body=base64.b64encode(b"too short")),
        Call(path="/shop", body=base64.b64encode(bytes(32))),
        Call(path="/shop"),
    ],
)
def test_what_is_not_of_the_shop_is_refused_and_rings_for_nothing(call: Call) -> None:
    shop = Ringing()
    with pytest.raises(Refused, match="403"):
        shop.receive(call)
    assert not shop.has_rung()


def test_without_a_key_no_message_is_taken() -> None:
    call = shop_message("ks1", MESSAGE_KEY, "kwaishop_order_addOrder", PAID)
    with pytest.raises(Refused, match="encrypted_without_key"):
        Ringing(None).receive(call)


def test_another_path_is_unknown() -> None:
    with pytest.raises(Refused, match="404"):
        Ringing().receive(Call(path="/other"))


@pytest.mark.parametrize("key", ["", "short", "c2hvcnQ="])
def test_a_key_that_is_none_is_told(key: str) -> None:
    with pytest.raises(ValueError, match="AES key"):
        message_key(key)
