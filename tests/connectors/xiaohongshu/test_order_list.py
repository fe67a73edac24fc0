"""The orders against Xiaohongshu's end over real HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.types import ASGIApp

from connectors.registry import read
from connectors.sdk.poller import Page
from connectors.sdk.tokens import Tokens
from connectors.xiaohongshu.order_list import OrderPoller
from connectors.xiaohongshu.source import XiaohongshuSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.serving import served
from pipeline.simulator.xiaohongshu import XiaohongshuEnd
from schemas.errors import Fatal, Retry
from tests.connectors.xiaohongshu.shops import REFRESH_TOKEN, end_of, order, shop


@pytest.fixture
def end() -> XiaohongshuEnd:
    return end_of([order(number, minutes_ago=25 - number / 10) for number in range(25)])


@pytest.fixture
def poller(end: XiaohongshuEnd, tokens: Tokens) -> Iterator[OrderPoller]:
    with served(end.app) as url:
        (poller,) = shop(base_url=url).pollers(tokens)
        yield poller


def numbers(pages: list[Page]) -> list[int]:
    return sorted(int(raw.person_id.removeprefix("order/P")) for raw in raws_of(pages))


def test_every_order_is_told_once_with_its_amount(poller: OrderPoller) -> None:
    pages = pages_of(poller)
    assert numbers(pages) == list(range(25))
    for raw in raws_of(pages):
        reading = read(raw)
        assert isinstance(reading, tuple)
        for event in reading:
            assert event.object is not None
            assert str(event.object.amount) == "128.9"


def test_what_is_no_order_goes_to_its_reader_and_holds_up_no_other(
    end: XiaohongshuEnd, poller: OrderPoller
) -> None:
    end.orders = [order(1), order(2, orderId={}), order(3)]
    assert len(raws_of(pages_of(poller))) == 3


def test_without_details_each_order_costs_no_call(end: XiaohongshuEnd, poller: OrderPoller) -> None:
    poller.with_details = False
    assert numbers(pages_of(poller)) == list(range(25))
    assert "order.getOrderDetail" not in end.asked


def test_an_order_that_leaves_while_the_list_is_read_hides_no_other(
    end: XiaohongshuEnd, poller: OrderPoller
) -> None:
    first = pages_of(poller, most=2)
    for left in (0, 1, 2):
        end.orders[left]["updateTime"] += 60 * 60 * 1000
    rest = pages_of(poller, first[-1].cursor)
    assert set(numbers(first + rest)) == set(range(3, 25))


def test_the_next_poll_begins_a_little_before_the_last_one_ended(
    end: XiaohongshuEnd, poller: OrderPoller
) -> None:
    cursor = pages_of(poller)[-1].cursor
    end.orders.append(order(100, minutes_ago=3))
    end.orders.append(order(101, minutes_ago=0.001))
    poller.clock = lambda: datetime.now(UTC) + timedelta(seconds=2)
    assert numbers(pages_of(poller, cursor)) == [100, 101]


def test_a_long_time_is_read_by_stretches(end: XiaohongshuEnd, poller: OrderPoller) -> None:
    end.orders = [order(number, minutes_ago=number * 20 + 1) for number in range(10)]
    poller.first = timedelta(hours=4)
    pages = pages_of(poller)
    assert sorted(set(numbers(pages))) == list(range(10))
    assert all(page.behind_seconds is None or page.behind_seconds > 0 for page in pages)


def test_an_order_that_changed_is_told_again_and_its_old_facts_are_the_same_events(
    end: XiaohongshuEnd, poller: OrderPoller
) -> None:
    end.orders = [order(1, status=2)]
    pages = pages_of(poller)
    end.orders[0] |= {"orderStatus": 6, "updateTime": order(1, minutes_ago=1)["updateTime"]}
    pages += pages_of(poller, pages[-1].cursor)
    before, after = (read(raw) for raw in raws_of(pages))
    assert isinstance(before, tuple)
    assert isinstance(after, tuple)
    assert [event.type for event in after] == ["order", "payment", "delivery"]
    assert [event.event_id for event in after[:2]] == [event.event_id for event in before]


def test_a_token_is_renewed_by_the_refresh_token_that_came_with_the_last(
    end: XiaohongshuEnd, poller: OrderPoller
) -> None:
    for issued in (1, 2, 3):
        end.tokens.end_all()
        pages_of(poller)
        assert end.tokens.issued == issued


def test_a_shop_that_withdrew_has_to_authorize_again(
    end: XiaohongshuEnd, poller: OrderPoller
) -> None:
    end.tokens.refresh_token = "another"
    with pytest.raises(Fatal, match="authorize again"):
        pages_of(poller)


def test_the_configured_refresh_token_holds_once_the_shop_has_authorized_anew(
    end: XiaohongshuEnd, poller: OrderPoller
) -> None:
    pages_of(poller)
    end.tokens.end_all()
    end.tokens.refresh_token = REFRESH_TOKEN
    pages_of(poller)
    assert end.tokens.issued == 2


def test_trouble_while_the_token_is_renewed_passes(
    end: XiaohongshuEnd, poller: OrderPoller
) -> None:
    end.errors.append("system busy")
    with pytest.raises(Retry):
        pages_of(poller)
    assert numbers(pages_of(poller)) == list(range(25))


@pytest.mark.parametrize(
    ("message", "error", "seconds"),
    [("qps limit", Retry, 60), ("system busy", Retry, None), ("invalid sign", Fatal, None)],
)
def test_errors_are_told_apart(
    end: XiaohongshuEnd,
    poller: OrderPoller,
    message: str,
    error: type[Retry | Fatal],
    seconds: float | None,
) -> None:
    cursor = pages_of(poller)[-1].cursor
    end.errors.append(message)
    with pytest.raises(error) as raised:
        pages_of(poller, cursor)
    assert getattr(raised.value, "retry_after_seconds", None) == seconds


class TestContract(PollerContract):
    events = 25
    renews_tokens = True

    def platform_end(self, events: int) -> ASGIApp:
        orders = [order(number, minutes_ago=20 - number / 10) for number in range(events)]
        self.platform = end_of(orders)
        return self.platform.app

    def refuse_tokens(self) -> None:
        self.platform.tokens.end_all()

    def source(self, url: str) -> XiaohongshuSource:
        return shop(f"seller{url.rpartition(':')[2]}", base_url=url)
