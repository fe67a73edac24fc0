"""Trades and reviews against Taobao's end over real HTTP: windows, pages, limits, signatures."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.registry import read
from connectors.sdk.poller import Page, Poller
from connectors.sdk.tokens import Tokens
from connectors.taobao.api import china_text
from connectors.taobao.increment import OVERLAP
from connectors.taobao.signing import SignMethod
from connectors.taobao.source import TaobaoSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.serving import served
from pipeline.simulator.taobao import LIMITED, TaobaoEnd
from schemas.errors import Fatal, Retry

SECRET, SESSION = "helloworld", "authorized-by-the-shop"
Making = Callable[..., Poller]


def ago(seconds: float) -> str:
    return china_text(datetime.now(UTC) - timedelta(seconds=seconds))


def trade(number: int, seconds_ago: float) -> dict[str, Any]:
    modified = ago(seconds_ago)
    return {
        "tid": 3900000000000000000 + number,
        "status": "WAIT_BUYER_PAY",
        "created": modified,
        "modified": modified,
        "payment": "1.00",
        "buyer_open_uid": f"AAH{number}",
    }


def review(number: int) -> dict[str, Any]:
    return {
        "oid": number,
        "tid": number,
        "role": "buyer",
        "result": "good",
        "created": ago(600),
        "content": "好",
    }


@pytest.fixture
def end() -> TaobaoEnd:
    return TaobaoEnd(
        app_key="12000002",
        app_secret=SECRET,
        session=SESSION,
        trades=[trade(number, seconds_ago=3600 - number) for number in range(450)],
        reviews=[review(number) for number in range(3)],
    )


@pytest.fixture
def make(end: TaobaoEnd, tokens: Tokens) -> Iterator[Making]:
    with served(end.app) as url:

        def pollers(
            *,
            which: int = 0,
            history_days: float = 1,
            session: str = SESSION,
            sign_method: SignMethod = "md5",
            app_secret: str = SECRET,
            calls_per_second: float = 1000,
        ) -> Poller:
            source = TaobaoSource(
                name="shop",
                app_key="12000002",
                app_secret=SecretStr(app_secret),
                seller_id="2200000000001",
                session=SecretStr(session),
                messages="none",
                history_days=history_days,
                calls_per_second=calls_per_second,
                sign_method=sign_method,
                base_url=f"{url}/router/rest",
            )
            return source.pollers(tokens)[which]

        yield pollers


def numbers(pages: list[Page]) -> list[int]:
    return sorted(int(raw.dedupe_key.split(":")[1]) % 10**9 for raw in raws_of(pages))


def test_every_trade_is_one_event_and_pages_are_read_from_the_last(
    end: TaobaoEnd, make: Making
) -> None:
    pages = pages_of(make())
    assert numbers(pages) == list(range(450))
    read_pages = [asked["page_no"] for asked in end.asked if asked["use_has_next"] == "true"]
    assert read_pages[:5] == ["5", "4", "3", "2", "1"]
    assert isinstance(read(pages[0].raws[0]), tuple)


@pytest.mark.parametrize("days", [1, 2.5])
def test_windows_are_a_day_at_most_and_leave_no_gap(
    end: TaobaoEnd, make: Making, days: float
) -> None:
    end.trades = [trade(number, seconds_ago=3600 * number + 60) for number in range(80)]
    assert numbers(pages_of(make(history_days=days))) == list(range(int(days * 24) + 1))[:80]
    windows = sorted({(asked["start_modified"], asked["end_modified"]) for asked in end.asked})
    for (_, before), (after, _) in pairwise(windows):
        assert after <= before


def test_the_next_round_gives_what_changed_since_and_nothing_twice(
    end: TaobaoEnd, make: Making
) -> None:
    end.trades = [trade(number, seconds_ago=60) for number in range(5)]
    cursor = pages_of(make())[-1].cursor
    assert numbers(pages_of(make(), cursor)) == []
    end.trades[2] = trade(2, seconds_ago=1)
    end.trades.append(trade(5, seconds_ago=1))
    assert numbers(pages_of(make(), cursor)) == [2, 5]


def test_a_trade_that_shows_late_is_found(end: TaobaoEnd, make: Making) -> None:
    end.trades = [trade(1, seconds_ago=60)]
    cursor = pages_of(make())[-1].cursor
    end.trades.append(trade(2, seconds_ago=OVERLAP.total_seconds() - 30))
    assert numbers(pages_of(make(), cursor)) == [2]


def test_trades_that_leave_the_window_while_it_is_read_hide_no_others(
    end: TaobaoEnd, make: Making
) -> None:
    """Read from the first page on, those that move towards it would never be seen."""
    before = pages_of(make(), most=3)
    later = china_text(datetime.now(UTC) + timedelta(hours=1))
    end.trades[:150] = [{**entry, "modified": later} for entry in end.trades[:150]]
    rest = pages_of(make(), before[-1].cursor)
    assert set(numbers(before + rest)) >= set(range(150, 450))


def test_a_walk_goes_on_after_a_stop_in_the_middle(end: TaobaoEnd, make: Making) -> None:
    first = pages_of(make(), most=3)
    end.trades.append(trade(450, seconds_ago=0))
    rest = pages_of(make(), first[-1].cursor)
    assert set(numbers(first + rest)) >= set(range(450))


def test_an_empty_window_is_a_call_and_no_gap(end: TaobaoEnd, make: Making) -> None:
    end.trades = []
    pages = pages_of(make())
    assert (numbers(pages), pages[-1].more) == ([], False)
    end.trades = [trade(1, seconds_ago=1)]
    assert numbers(pages_of(make(), pages[-1].cursor)) == [1]


def test_an_entry_that_cannot_be_read_is_not_left_out(end: TaobaoEnd, make: Making) -> None:
    end.trades = [trade(1, seconds_ago=60), {"modified": ago(60)}]
    raws = raws_of(pages_of(make()))
    assert len(raws) == 2


def test_reviews_are_listed_by_when_they_were_written(make: Making) -> None:
    pages = pages_of(make(which=1))
    assert numbers(pages) == [0, 1, 2]
    assert isinstance(read(raws_of(pages)[0]), tuple)


def test_how_far_behind_the_newest_is_shows(end: TaobaoEnd, make: Making) -> None:
    end.trades = [trade(1, seconds_ago=600)]
    (behind,) = [page.behind_seconds for page in pages_of(make()) if page.raws]
    assert 595 < (behind or 0) < 620


def test_a_limit_is_respected_for_as_long_as_it_lasts(end: TaobaoEnd, make: Making) -> None:
    end.errors = [LIMITED]
    with pytest.raises(Retry) as error:
        pages_of(make())
    assert error.value.retry_after_seconds == 3


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": 7}, Retry),
        ({"code": 10, "sub_code": "isp.service-unavailable"}, Retry),
        ({"code": 15, "sub_code": "isp.top-remote-connection-timeout"}, Retry),
        ({"code": 15, "sub_code": "isv.invalid-parameter"}, Fatal),
        ({"code": 530, "sub_code": "isp.remote-service-error"}, Retry),
        ({"code": 11}, Fatal),
    ],
)
def test_errors_say_what_to_do(
    end: TaobaoEnd, make: Making, error: dict[str, Any], kind: type[Exception]
) -> None:
    end.errors = [error]
    with pytest.raises(kind):
        pages_of(make())


def test_calls_are_no_more_often_than_allowed(make: Making) -> None:
    began = time.monotonic()
    pages_of(make(calls_per_second=4))
    assert time.monotonic() - began > 0.4


def test_a_cursor_that_is_none_needs_a_person(make: Making) -> None:
    with pytest.raises(Fatal, match="cursor"):
        pages_of(make(), '{"since": "no time"}')


def test_an_authorization_that_ended_needs_a_person(make: Making) -> None:
    with pytest.raises(Fatal, match="authorize the app again"):
        pages_of(make(session="ended"))


@pytest.mark.parametrize("sign_method", ["md5", "hmac", "hmac-sha256"])
def test_calls_are_signed_as_configured(
    end: TaobaoEnd, make: Making, sign_method: SignMethod
) -> None:
    assert pages_of(make(sign_method=sign_method), most=1)
    with pytest.raises(Fatal, match="25"):
        pages_of(make(sign_method=sign_method, app_secret="other"))
