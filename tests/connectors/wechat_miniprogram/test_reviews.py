"""The reviews of a mini program against its end and the contract of pollers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.sdk.tokens import Tokens
from connectors.sdk.window import Window
from connectors.wechat_miniprogram.reader import read
from connectors.wechat_miniprogram.reviews import ReviewsPoller
from connectors.wechat_miniprogram.source import WechatMiniprogramSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.serving import served
from pipeline.simulator.wechat_miniprogram import WechatMiniprogramEnd
from schemas.errors import Reject
from tests.connectors.wechat_miniprogram import logins
from tests.connectors.wechat_miniprogram.reviews import review

APP_ID = "wx1"
SECRET = "app secret"
NOW = datetime.now(UTC).replace(microsecond=0)


def source(url: str, app_id: str = APP_ID) -> WechatMiniprogramSource:
    return logins.source(
        app_id=app_id, app_secret=SecretStr(SECRET), base_url=url, calls_per_second=1000
    )


class TestContract(PollerContract):
    renews_tokens = True

    def platform_end(self, events: int) -> ASGIApp:
        at = int(NOW.timestamp()) - 3600
        reviews = [review(number, at + number) for number in range(events)]
        self.app_id = f"wx{uuid4().hex}"
        self.end_of_wechat = WechatMiniprogramEnd(
            {self.app_id: reviews}, {self.app_id: SECRET}, max_reviews=10
        )
        return self.end_of_wechat.app

    def refuse_tokens(self) -> None:
        self.end_of_wechat.tokens.end_all()

    def source(self, url: str) -> WechatMiniprogramSource:
        return source(url, self.app_id)


@pytest.fixture(params=[True, False])
def end(request: pytest.FixtureRequest) -> WechatMiniprogramEnd:
    at = int((NOW - timedelta(days=2)).timestamp())
    return WechatMiniprogramEnd(
        {APP_ID: [review(number, at + number) for number in range(20)]},
        {APP_ID: SECRET},
        max_reviews=10,
        states_total=request.param,
    )


@pytest.fixture
def poller(end: WechatMiniprogramEnd, tokens: Tokens) -> Iterator[ReviewsPoller]:
    with served(end.app) as url:
        yield source(url).pollers(tokens)[0]


def test_all_are_read_whether_or_not_their_number_is_stated(poller: ReviewsPoller) -> None:
    assert len(raws_of(pages_of(poller))) == 20


def test_the_next_round_looks_back_a_little_and_finds_what_came(
    end: WechatMiniprogramEnd, poller: ReviewsPoller
) -> None:
    pages = pages_of(poller)
    end.reviews[APP_ID] += [
        review(100, int((NOW - timedelta(minutes=30)).timestamp())),
        review(101, int((NOW + timedelta(minutes=30)).timestamp())),
    ]
    poller.clock = lambda: NOW + timedelta(hours=1)
    raws = raws_of(pages_of(poller, pages[-1].cursor))
    assert [raw.person_id for raw in raws] == ["o100", "o101"]


def test_a_review_without_an_id_holds_up_no_other_and_ends_among_the_dead_letters(
    end: WechatMiniprogramEnd, poller: ReviewsPoller
) -> None:
    end.reviews[APP_ID][3] = {**end.reviews[APP_ID][3], "commentId": ""}
    raws = raws_of(pages_of(poller))
    assert len({raw.event_id for raw in raws}) == 20
    with pytest.raises(Reject, match="commentId"):
        read(raws[3])


@pytest.mark.parametrize("odd", [{"userInfo": "somebody"}, {"commentId": {}}])
def test_a_review_of_an_odd_form_holds_up_no_other(
    end: WechatMiniprogramEnd, poller: ReviewsPoller, odd: dict[str, Any]
) -> None:
    end.reviews[APP_ID][3] = {**end.reviews[APP_ID][3], **odd}
    assert len({raw.event_id for raw in raws_of(pages_of(poller))}) == 20


def test_a_review_that_is_listed_by_an_older_time_is_found_within_a_day_and_told_once(
    end: WechatMiniprogramEnd, poller: ReviewsPoller
) -> None:
    """As if it were listed by when its order was paid."""
    end.listed_by = "payTime"
    pages = pages_of(poller)
    late = review(100, int((NOW + timedelta(hours=2)).timestamp()))
    end.reviews[APP_ID].append(late | {"payTime": str(int(NOW.timestamp()) - 9 * 86400)})
    told: list[str] = []
    for hours in (3, 6, 25, 26, 50):
        poller.clock = lambda hours=hours: NOW + timedelta(hours=hours)  # type: ignore[misc]
        pages = pages_of(poller, pages[-1].cursor)
        told += [f"{raw.person_id} after {hours} h" for raw in raws_of(pages)]
    assert told == ["o100 after 25 h"]


def test_a_cursor_of_a_plain_stretch_goes_on(poller: ReviewsPoller) -> None:
    cursor = Window(start=int((NOW - timedelta(hours=1)).timestamp())).model_dump_json()
    assert raws_of(pages_of(poller, cursor)) == []


def test_what_is_longer_ago_than_is_looked_back_is_not_asked_for(
    end: WechatMiniprogramEnd, poller: ReviewsPoller
) -> None:
    poller.first = timedelta(days=1)
    assert raws_of(pages_of(poller)) == []


def test_without_the_app_secret_nothing_is_polled(tokens: Tokens) -> None:
    assert logins.source().pollers(tokens) == ()
