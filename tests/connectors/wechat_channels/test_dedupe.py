"""Which of a shop's pushes are the same event."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.sdk.receiver import Request
from pipeline.simulator.wechat import WechatAccount, push
from schemas.raw import RawEvent
from tests.connectors.wechat_channels.shops import KEY, TOKEN, shop

RECEIVER = shop("wx1").receiver()


def pushed(event: str, **about: Any) -> RawEvent:
    message = {"FromUserName": "o1", "CreateTime": 1767241000, "MsgType": "event", "Event": event}
    call = push(WechatAccount("wx1", TOKEN, KEY), json.dumps(message | about).encode())
    request = Request("POST", "", call.query, "", {}, call.body, None, datetime.now(UTC))
    (raw,) = RECEIVER.receive(request).raws
    return raw


def test_an_order_id_is_the_same_as_number_and_as_text() -> None:
    as_number = pushed("channels_ec_order_new", order_info={"order_id": 3705000000000000128})
    as_text = pushed("channels_ec_order_new", order_info={"order_id": "3705000000000000128"})
    assert as_number.event_id == as_text.event_id
    assert as_number.person_id == "o1"


@pytest.mark.parametrize(
    ("event", "element", "one", "other"),
    [
        ("channels_ec_order_pay", "order_info", {"order_id": "1"}, {"order_id": "2"}),
        (
            "channels_ec_aftersale_update",
            "finder_shop_aftersale_status_update",
            {"after_sale_order_id": "1", "status": "USER_WAIT_RETURN"},
            {"after_sale_order_id": "1", "status": "RETURN_CLOSED"},
        ),
        (
            "channels_ec_coupon_receive",
            "receive_info",
            {"user_coupon_id": "1"},
            {"user_coupon_id": "2"},
        ),
    ],
)
def test_what_happens_in_one_second_to_two_things_are_two_events(
    event: str, element: str, one: dict[str, str], other: dict[str, str]
) -> None:
    raws = [pushed(event, **{element: about}) for about in (one, other, one)]
    assert len({raw.event_id for raw in raws}) == 2


def test_aftersales_that_come_from_the_platform_itself_spread_over_the_partitions() -> None:
    raws = [
        pushed(
            "channels_ec_aftersale_update",
            finder_shop_aftersale_status_update={"after_sale_order_id": number, "status": "S"},
        )
        for number in ("1", "2")
    ]
    assert len({raw.person_id for raw in raws}) == 2
