"""How Doudian's calls become raw events."""

import pytest

from connectors.douyin_shop.receiver import DouyinShopReceiver
from connectors.sdk.receiver import Request
from pipeline.simulator.douyin_shop import signed
from schemas.raw import RawEvent
from tests.connectors.reading import RECEIVED_AT

RECEIVER = DouyinShopReceiver("key", "secret")


def received(body: bytes) -> tuple[RawEvent, ...]:
    call = signed("key", "secret", body)
    request = Request("POST", "", {}, "", call.headers, body, None, RECEIVED_AT)
    return RECEIVER.receive(request).raws


def test_each_message_of_a_list_is_a_raw_event_of_its_exact_bytes() -> None:
    first, second = received(b'[{"tag":"110", "msg_id":"1"} , {"msg_id":"2","tag":"200"}]')
    assert (first.body, second.body) == (
        '{"tag":"110", "msg_id":"1"}',
        '{"msg_id":"2","tag":"200"}',
    )


@pytest.mark.parametrize("body", [b'{"msgId":"1"}', b'[{"msgId":"1"}]', b'[{"msg_id":1}]'])
def test_a_message_is_the_same_event_however_it_is_wrapped_and_spelt(body: bytes) -> None:
    (raw,) = received(body)
    (plain,) = received(b'[{"msg_id":"1"}]')
    assert raw.event_id == plain.event_id


def test_messages_about_one_order_stay_in_order() -> None:
    raws = received(b'[{"msg_id":"1","data":{"p_id":7}},{"msg_id":"2","data":{"p_id":"7"}}]')
    assert {raw.person_id for raw in raws} == {"order/7"}
