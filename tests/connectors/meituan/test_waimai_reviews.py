"""Waimai's reviews against its end over real HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.meituan.source import MeituanSource
from connectors.meituan.waimai_reviews import WaimaiReviewPoller
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.meituan import CHINA, Review, WaimaiEnd
from pipeline.simulator.serving import served
from schemas.errors import Fatal, Retry

SECRET = "waimai secret"
SHOP = "poi_001"
NOW = datetime(2026, 1, 31, 10, tzinfo=CHINA)


def review(number: int, day: int = 15, **said: Any) -> Review:
    about = {"comment_id": number, "comment_time": f"2026-01-{day:02}", "comment_content": "好"}
    return about | {"order_comment_score": 5, "add_comment": "", "e_reply_content": ""} | said


def source(url: str, name: str = "0000") -> MeituanSource:
    return MeituanSource(
        name="waimai",
        app_id=name,
        app_secret=SecretStr(SECRET),
        shops=(SHOP,),
        waimai_url=url,
    )


@pytest.fixture
def end() -> WaimaiEnd:
    reviews = [review(number) for number in range(45)]
    return WaimaiEnd({SHOP: reviews}, app_id="0000", app_secret=SECRET, today=NOW)


@pytest.fixture
def poller(end: WaimaiEnd, tokens: Tokens) -> Iterator[WaimaiReviewPoller]:
    with served(end.app) as url:
        (poller,) = source(url).pollers(tokens)
        assert isinstance(poller, WaimaiReviewPoller)
        poller.clock = lambda: NOW
        yield poller


def numbers(poller: WaimaiReviewPoller, cursor: str | None = None) -> tuple[list[int], str]:
    pages = pages_of(poller, cursor)
    found = sorted(int(raw.dedupe_key.split(":")[2]) for raw in raws_of(pages))
    return found, pages[-1].cursor


def test_every_review_with_and_without_a_reply_is_told_once(
    end: WaimaiEnd, poller: WaimaiReviewPoller
) -> None:
    end.reviews[SHOP] += [review(number, e_reply_content="谢谢") for number in range(100, 123)]
    found, cursor = numbers(poller)
    assert found == [*range(45), *range(100, 123)]
    assert numbers(poller, cursor)[0] == []


@pytest.mark.parametrize(
    "change", [{"add_comment": "还不错"}, {"e_reply_content": "谢谢"}, {"comment_content": "差"}]
)
def test_a_review_that_changes_is_told_again(
    end: WaimaiEnd, poller: WaimaiReviewPoller, change: dict[str, str]
) -> None:
    _, cursor = numbers(poller)
    end.reviews[SHOP][7] |= change
    found, cursor = numbers(poller, cursor)
    assert found == [7]
    assert numbers(poller, cursor)[0] == []


def test_the_days_before_today_are_asked_for_and_no_older_ones(
    end: WaimaiEnd, poller: WaimaiReviewPoller
) -> None:
    end.reviews[SHOP] = [review(1, day=1), review(2, day=30), review(3, day=31)]
    found, cursor = numbers(poller)
    assert found == [1, 2]
    poller.clock = lambda: NOW + timedelta(days=1)
    end.today = NOW + timedelta(days=1)
    assert numbers(poller, cursor)[0] == [3]


def test_a_round_goes_on_after_a_stop(end: WaimaiEnd, poller: WaimaiReviewPoller) -> None:
    first = pages_of(poller, most=2)
    end.asked.clear()
    rest = pages_of(poller, first[-1].cursor)
    assert len(raws_of(first + rest)) == 45
    assert end.asked == [(SHOP, "0", 40), (SHOP, "1", 0)]


def test_what_is_no_review_goes_to_its_reader_and_holds_up_no_other(
    end: WaimaiEnd, poller: WaimaiReviewPoller
) -> None:
    end.reviews[SHOP] = [review(1), review(2, comment_id={}), review(3)]
    assert len(raws_of(pages_of(poller))) == 3


@pytest.mark.parametrize("code", [701, 703])
def test_a_refused_app_needs_a_person(
    end: WaimaiEnd, poller: WaimaiReviewPoller, code: int
) -> None:
    end.errors.append(code)
    with pytest.raises(Fatal, match="refuses the app"):
        pages_of(poller)


def test_another_error_may_pass(end: WaimaiEnd, poller: WaimaiReviewPoller) -> None:
    end.errors.append(1001)
    with pytest.raises(Retry):
        pages_of(poller)


class TestContract(PollerContract):
    events = 45
    renews_tokens = False

    def platform_end(self, events: int) -> ASGIApp:
        yesterday = f"{datetime.now(CHINA) - timedelta(days=1):%Y-%m-%d}"
        reviews = [review(number, comment_time=yesterday) for number in range(events)]
        self.platform = WaimaiEnd({SHOP: reviews}, app_id="0000", app_secret=SECRET)
        return self.platform.app

    def refuse_tokens(self) -> None:
        self.platform.app_secret = "another"

    def source(self, url: str) -> MeituanSource:
        return source(url, url.rpartition(":")[2])
