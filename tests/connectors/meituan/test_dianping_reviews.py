"""Dianping's reviews against its end over real HTTP."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.meituan.dianping_reviews import DianpingReviewPoller
from connectors.meituan.source import MeituanSource
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.meituan import CHINA, DianpingEnd, Review
from pipeline.simulator.serving import served
from schemas.errors import Fatal, Retry

SIGN_KEY, REFRESH_TOKEN = "sign key", "given by the brand"
SHOP = "shop-1"


def review(number: int, star: int = 50) -> Review:
    now = datetime.now(CHINA)
    return {"reviewId": str(number), "star": star, "reviewTime": f"{now:%Y-%m-%d %H:%M:%S}"}


def source(url: str, developer_id: str = "100000") -> MeituanSource:
    return MeituanSource(
        name="dianping",
        developer_id=developer_id,
        sign_key=SecretStr(SIGN_KEY),
        refresh_token=SecretStr(REFRESH_TOKEN),
        dianping_shops=(SHOP,),
        dianping_url=url,
    )


@pytest.fixture
def end() -> DianpingEnd:
    reviews = {
        (SHOP, 1): [review(number) for number in range(120)],
        (SHOP, 2): [review(500)],
    }
    return DianpingEnd(reviews, sign_key=SIGN_KEY, refresh_token=REFRESH_TOKEN)


@pytest.fixture
def poller(end: DianpingEnd, tokens: Tokens) -> Iterator[DianpingReviewPoller]:
    with served(end.app) as url:
        (poller,) = source(url).pollers(tokens)
        assert isinstance(poller, DianpingReviewPoller)
        yield poller


def numbers(poller: DianpingReviewPoller, cursor: str | None = None) -> tuple[list[int], str]:
    pages = pages_of(poller, cursor)
    found = sorted(int(raw.dedupe_key.split(":")[2]) for raw in raws_of(pages))
    return found, pages[-1].cursor


def test_the_reviews_of_both_sites_are_told_once(poller: DianpingReviewPoller) -> None:
    found, cursor = numbers(poller)
    assert found == [*range(120), 500]
    assert numbers(poller, cursor)[0] == []


def test_stars_that_change_are_told_again(end: DianpingEnd, poller: DianpingReviewPoller) -> None:
    _, cursor = numbers(poller)
    end.reviews[SHOP, 1][3]["star"] = 10
    assert numbers(poller, cursor)[0] == [3]


def test_a_list_that_repeats_its_page_ends(end: DianpingEnd, poller: DianpingReviewPoller) -> None:
    end.reviews[SHOP, 1] = [review(number) for number in range(50)] * 3
    assert numbers(poller)[0] == [*range(50), 500]


def test_a_token_is_renewed_by_the_refresh_token_that_came_with_the_last(
    end: DianpingEnd, poller: DianpingReviewPoller
) -> None:
    for issued in (1, 2, 3):
        end.tokens.end_all()
        numbers(poller)
        assert end.tokens.issued == issued


def test_a_brand_that_withdrew_has_to_authorize_again(
    end: DianpingEnd, poller: DianpingReviewPoller
) -> None:
    end.tokens.refresh_token = "another"
    with pytest.raises(Fatal, match="authorize again"):
        pages_of(poller)


def test_the_configured_refresh_token_holds_once_the_brand_has_authorized_anew(
    end: DianpingEnd, poller: DianpingReviewPoller
) -> None:
    numbers(poller)
    end.tokens.end_all()
    end.tokens.refresh_token = REFRESH_TOKEN
    numbers(poller)
    assert end.tokens.issued == 2


def test_trouble_while_the_token_is_renewed_passes(
    end: DianpingEnd, poller: DianpingReviewPoller
) -> None:
    end.refresh_errors.append(500)
    with pytest.raises(Retry, match="should that go on, authorize again"):
        pages_of(poller)
    pages_of(poller)


def test_another_error_may_pass(end: DianpingEnd, poller: DianpingReviewPoller) -> None:
    end.errors.append(500)
    with pytest.raises(Retry):
        pages_of(poller)


class TestContract(PollerContract):
    events = 120
    renews_tokens = True

    def platform_end(self, events: int) -> ASGIApp:
        reviews = [review(number) for number in range(events)]
        self.platform = DianpingEnd(
            {(SHOP, 1): reviews}, sign_key=SIGN_KEY, refresh_token=REFRESH_TOKEN
        )
        return self.platform.app

    def refuse_tokens(self) -> None:
        self.platform.tokens.end_all()

    def source(self, url: str) -> MeituanSource:
        return source(url, url.rpartition(":")[2])
