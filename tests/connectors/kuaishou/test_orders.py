"""Polling a shop's orders at a simulated Kuaishou."""

from collections.abc import Iterator

import httpx
import pytest

from connectors.kuaishou.order_list import OrderPoller
from connectors.sdk.json_text import parse_object
from connectors.sdk.poller import Page
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.kuaishou import KuaishouEnd
from pipeline.simulator.serving import served
from schemas.errors import Fatal, Retry
from tests.connectors.kuaishou.shop import order, order_source
from tests.connectors.reading import events_of, sample, stated


@pytest.fixture
def end() -> KuaishouEnd:
    return KuaishouEnd()


@pytest.fixture
def url(end: KuaishouEnd) -> Iterator[str]:
    with served(end.app) as url:
        yield url


@pytest.fixture
def poller(url: str, tokens: Tokens) -> OrderPoller:
    made = order_source(url).pollers(tokens)[0]
    assert isinstance(made, OrderPoller)
    return made


def keys(pages: list[Page]) -> list[str]:
    return [raw.dedupe_key.replace("260760000000000", "") for raw in raws_of(pages)]


def test_an_order_is_an_event_when_it_is_placed_and_another_when_it_is_paid(
    end: KuaishouEnd, poller: OrderPoller
) -> None:
    end.orders = [order(1, paid=True)]
    placed, paid = (event for raw in raws_of(pages_of(poller)) for event in events_of(raw))
    assert (placed.type, paid.type) == ("order", "payment")
    app = poller.api.app_id
    shown = stated(paid)
    assert shown.pop("occurred_at")
    assert shown == {
        "type": "payment",
        "platform_type": "order_paid",
        "account": f"kuaishou:{app}:buyer",
        "identifiers": [f"kuaishou_user_id({app})=buyer"],
        "object": {
            "type": "order",
            "id": "2607600000000001",
            "title": "保湿面霜 50ml",
            "amount": "128",
            "currency": "CNY",
            "attributes": {"status": "30"},
        },
    }


def test_an_order_without_its_buyer_is_nobodys(end: KuaishouEnd, poller: OrderPoller) -> None:
    end.orders = [order(1, buyerOpenId="")]
    (event,) = events_of(raws_of(pages_of(poller))[0])
    assert (event.anonymous, event.identifiers) == (True, ())
    assert event.account.account_id.endswith(":order/2607600000000001")


def test_what_was_placed_long_ago_counts_when_it_is_paid_and_not_again(
    end: KuaishouEnd, poller: OrderPoller
) -> None:
    end.orders = [order(1, hours_ago=24 * 5)]
    pages = pages_of(poller)
    late = order(1, paid=True)
    late["orderBaseInfo"]["createTime"] = end.orders[0]["orderBaseInfo"]["createTime"]
    end.orders = [late | {"orderBaseInfo": late["orderBaseInfo"] | now_changed(end)}]
    assert keys(pages) == ["order_placed:1"]
    assert keys(pages_of(poller, pages[-1].cursor)) == ["order_paid:1"]


def now_changed(end: KuaishouEnd) -> dict[str, int]:
    """Changed since the orders were asked for last."""
    return {"updateTime": end.asked[-1]["endTime"]}


def test_a_long_absence_is_made_up_for_in_windows_that_kuaishou_takes(
    end: KuaishouEnd, url: str, tokens: Tokens
) -> None:
    end.orders = [order(number, hours_ago=24 * days) for number, days in enumerate((29, 16, 1))]
    source = order_source(url).model_copy(update={"orders_since_days": 30.0})
    assert keys(pages_of(source.pollers(tokens)[0])) == [
        f"order_placed:{number}" for number in range(3)
    ]
    assert len(end.asked) == 5


def test_the_next_round_asks_from_where_the_last_ended(
    end: KuaishouEnd, poller: OrderPoller
) -> None:
    cursor = pages_of(poller)[-1].cursor
    pages_of(poller, cursor)
    first, second = end.asked
    assert 0 < first["endTime"] - second["beginTime"] < 600_000


def test_an_order_that_is_none_goes_to_its_reader_which_refuses_it(
    end: KuaishouEnd, poller: OrderPoller
) -> None:
    end.orders = [order(1), order(2, oid=None)]
    assert len(raws_of(pages_of(poller))) == 2


def test_a_kept_cursor_that_is_none_of_ours_needs_a_person(poller: OrderPoller) -> None:
    with pytest.raises(Fatal, match="cursor"):
        pages_of(poller, "page 7")


def test_each_refresh_token_is_used_once_and_kept_over_a_restart(
    end: KuaishouEnd, url: str, poller: OrderPoller, tokens: Tokens
) -> None:
    pages_of(poller)
    end.shop_tokens.end_all()
    restarted = order_source(url).pollers(Tokens(tokens._path))[0]
    pages_of(restarted)
    assert end.shop_tokens.issued == 2


def test_a_shop_that_takes_its_authorization_back_needs_a_person(
    end: KuaishouEnd, poller: OrderPoller
) -> None:
    pages_of(poller)
    end.shop_tokens.end_all()
    end.shop_tokens.refresh_token = "another"
    with pytest.raises(Fatal, match="authorize the app again"):
        pages_of(poller)


@pytest.mark.parametrize(("result", "error"), [(100200101, Fatal), (100200500, Retry), (7, Retry)])
def test_an_error_is_told_by_what_to_do(
    end: KuaishouEnd, poller: OrderPoller, result: int, error: type[Exception]
) -> None:
    end.errors.append(result)
    with pytest.raises(error):
        pages_of(poller)


def test_the_simulated_token_is_written_as_in_the_sample(end: KuaishouEnd, url: str) -> None:
    form = {"refresh_token": "refresh", "app_secret": "secret"}
    given = httpx.post(f"{url}/oauth2/refresh_token", data=form).json()
    written = parse_object(sample("kuaishou/shop_token.json"))
    assert given.keys() == written.keys()
    assert given["expires_in"] == written["expires_in"]
