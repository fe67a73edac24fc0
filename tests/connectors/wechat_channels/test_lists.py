"""A shop's orders and after-sales against its end and the contract of pollers."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from uuid import uuid4

import pytest
from starlette.types import ASGIApp

from connectors.sdk.reading import Ignored
from connectors.sdk.receiver import Request
from connectors.sdk.tokens import Tokens
from connectors.wechat_channels.lists import ShopPoller
from connectors.wechat_channels.reader import read
from connectors.wechat_channels.source import WechatChannelsSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.serving import served
from pipeline.simulator.wechat import WechatAccount, push
from pipeline.simulator.wechat_channels import WechatChannelsEnd
from schemas.errors import Retry
from tests.connectors.reading import events_of
from tests.connectors.wechat_channels.shops import (
    APP_SECRET,
    KEY,
    TOKEN,
    aftersale,
    order,
    polled_shop,
    shop,
)

APP_ID = "wx1"
NOW = datetime.now(UTC).replace(microsecond=0)


def ago(**time: float) -> int:
    return int((NOW - timedelta(**time)).timestamp())


class TestContract(PollerContract):
    renews_tokens = True

    def platform_end(self, events: int) -> ASGIApp:
        self.app_id = f"wx{uuid4().hex}"
        orders = [order(number, ago(minutes=30 + number)) for number in range(events)]
        self.end_of_wechat = WechatChannelsEnd(
            {self.app_id: orders}, {self.app_id: APP_SECRET}, max_page=10
        )
        return self.end_of_wechat.app

    def refuse_tokens(self) -> None:
        self.end_of_wechat.tokens.end_all()

    def source(self, url: str) -> WechatChannelsSource:
        return polled_shop(self.app_id, url, first_days=1)


@pytest.fixture
def end() -> WechatChannelsEnd:
    return WechatChannelsEnd(
        {APP_ID: [order(number, ago(days=number)) for number in range(1, 25)]},
        {APP_ID: APP_SECRET},
        {
            APP_ID: [
                aftersale(number, ago(days=number), "MERCHANT_REFUND_SUCCESS") for number in (1, 9)
            ]
        },
        max_page=4,
    )


@pytest.fixture
def source(end: WechatChannelsEnd) -> Iterator[WechatChannelsSource]:
    with served(end.app) as url:
        yield polled_shop(APP_ID, url)


@pytest.fixture
def orders(source: WechatChannelsSource, tokens: Tokens) -> ShopPoller:
    return source.pollers(tokens)[0]


@pytest.fixture
def aftersales(source: WechatChannelsSource, tokens: Tokens) -> ShopPoller:
    return source.pollers(tokens)[1]


def test_weeks_are_read_in_stretches_that_the_platform_allows(orders: ShopPoller) -> None:
    raws = raws_of(pages_of(orders))
    assert {raw.person_id for raw in raws} == {f"o{number}" for number in range(1, 25)}


def test_aftersales_are_read_day_by_day_with_their_amounts(aftersales: ShopPoller) -> None:
    events = [event for raw in raws_of(pages_of(aftersales)) for event in events_of(raw)]
    assert [event.type for event in events] == ["refund", "refund"]
    assert [event.object and event.object.amount for event in events] == [128, 128]


def test_both_lists_share_one_token(
    end: WechatChannelsEnd, orders: ShopPoller, aftersales: ShopPoller
) -> None:
    pages_of(orders, most=1)
    pages_of(aftersales, most=1)
    assert end.tokens.issued == 1


def test_the_next_round_tells_only_what_happened_since(
    end: WechatChannelsEnd, orders: ShopPoller
) -> None:
    pages = pages_of(orders)
    known = {event.event_id for raw in raws_of(pages) for event in events_of(raw)}
    sent = end.orders[APP_ID][9]
    sent["update_time"] = ago(minutes=-10)
    sent["order_detail"]["delivery_info"] = {"ship_done_time": ago(minutes=-10)}
    orders.clock = lambda: NOW + timedelta(minutes=20)
    told = [
        event
        for raw in raws_of(pages_of(orders, pages[-1].cursor))
        for event in events_of(raw)
        if event.event_id not in known
    ]
    assert [(event.type, event.account.account_id) for event in told] == [
        ("delivery", f"wechat_channels:{APP_ID}:o10")
    ]


def test_what_happened_to_an_order_long_before_it_changed_last_is_told_when_it_first_shows(
    end: WechatChannelsEnd, orders: ShopPoller
) -> None:
    confirmed = order(25, ago(days=20)) | {"update_time": ago(days=3)}
    end.orders[APP_ID] = [confirmed]
    told = {event.platform_type for raw in raws_of(pages_of(orders)) for event in events_of(raw)}
    assert told == {"order created", "order paid"}


def test_what_changed_long_after_it_happened_is_told_also_after_weeks_without_polling(
    end: WechatChannelsEnd, orders: ShopPoller
) -> None:
    cursor = pages_of(orders)[-1].cursor
    confirmed = order(25, ago(days=-2)) | {"update_time": ago(days=-18)}
    end.orders[APP_ID] = [confirmed]
    orders.clock = lambda: NOW + timedelta(days=20)
    raws = raws_of(pages_of(orders, cursor))
    told = {event.platform_type for raw in raws for event in events_of(raw)}
    assert told == {"order created", "order paid"}


def test_facts_that_were_told_are_not_told_again_once_all_has_shown(
    end: WechatChannelsEnd, orders: ShopPoller
) -> None:
    pages = pages_of(orders)
    for minutes in (5, 10, 15):
        orders.clock = partial(NOW.__add__, timedelta(minutes=minutes))
        end.orders[APP_ID][9]["update_time"] = ago(minutes=-minutes)
        pages = pages_of(orders, pages[-1].cursor)
    (raw,) = raws_of(pages)
    assert isinstance(read(raw), Ignored)


def test_a_shop_with_pages_of_orders_in_ten_minutes_is_not_asked_without_a_pause(
    end: WechatChannelsEnd, orders: ShopPoller
) -> None:
    end.orders[APP_ID] = [order(number, ago(seconds=number)) for number in range(10)]
    seconds = count()
    orders.clock = lambda: NOW + timedelta(seconds=next(seconds))
    assert not pages_of(orders, most=30)[-1].more


def test_an_order_that_changes_while_it_is_asked_for_shows_again(
    end: WechatChannelsEnd, orders: ShopPoller
) -> None:
    pages = pages_of(orders)
    end.orders[APP_ID][0]["update_time"] = ago(minutes=-1)
    orders.clock = lambda: NOW + timedelta(minutes=5)
    raws = raws_of(pages_of(orders, pages[-1].cursor))
    assert [raw.person_id for raw in raws] == ["o1"]
    assert raws[0].event_id not in {raw.event_id for raw in raws_of(pages)}


def test_a_rate_limit_is_waited_for(end: WechatChannelsEnd, orders: ShopPoller) -> None:
    end.tokens.errors.append({"errcode": 45011, "errmsg": "api minute-quota reach limit"})
    with pytest.raises(Retry) as error:
        pages_of(orders)
    assert error.value.retry_after_seconds == 60


@pytest.mark.parametrize(
    ("event", "rung"),
    [
        ("channels_ec_order_pay", ["orders"]),
        ("channels_ec_aftersale_update", ["aftersales"]),
        ("channels_ec_coupon_receive", []),
    ],
)
def test_a_push_has_the_list_asked_for_at_once_that_tells_more_of_it(
    source: WechatChannelsSource, tokens: Tokens, event: str, rung: list[str]
) -> None:
    receive(source, json.dumps({"MsgType": "event", "Event": event}).encode())
    assert asyncio.run(heard(source, tokens)) == [f"{source.key}/{name}" for name in rung]


def test_a_push_that_cannot_be_read_rings_for_nothing(
    source: WechatChannelsSource, tokens: Tokens
) -> None:
    receive(source, b"{")
    assert asyncio.run(heard(source, tokens)) == []


def receive(source: WechatChannelsSource, message: bytes) -> None:
    call = push(WechatAccount(APP_ID, TOKEN, KEY), message, as_json=True)
    request = Request("POST", "", call.query, "", {}, call.body, None, datetime.now(UTC))
    assert source.receiver().receive(request).raws


async def heard(source: WechatChannelsSource, tokens: Tokens) -> list[str]:
    """The names of the pollers that were rung for."""
    names: list[str] = []
    for poller in source.pollers(tokens):
        with suppress(TimeoutError):
            await asyncio.wait_for(poller.doorbell.heard(), 0.1)
            names.append(poller.name)
    return names


def test_without_the_app_secret_nothing_is_polled(tokens: Tokens) -> None:
    assert shop(APP_ID).pollers(tokens) == ()
