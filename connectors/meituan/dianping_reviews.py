"""Polling the reviews of one shop on Dianping and on Meituan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from httpx import AsyncClient

from connectors.meituan.dianping_api import PAGE, DianpingApi
from connectors.meituan.listed_review import ListedReview
from connectors.meituan.round import Round
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.poller import Page
from connectors.sdk.times import CHINA

KIND = "dianping_review"

SITES = ("dianping", "meituan")
"""The sites that a shop is reviewed on, in the order of their numbers, from 1."""

_ALL_STARS = "1"
_SAYS = ("star", "accurateStar", "reviewBody", "reviewContent", "content", "scoreDetails")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class DianpingReviewPoller:
    """Reads all reviews of the last 30 days in each round, and tells those that changed."""

    api: DianpingApi
    shop: str
    source: str
    interval_seconds: float
    clock: Callable[[], datetime] = _now

    @property
    def name(self) -> str:
        """`meituan/source/dianping_reviews_SHOP`."""
        return f"{self.source}/dianping_reviews_{self.shop}"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of a page of reviews that are new or changed; see `Poller.page`."""
        at = Round.of(cursor).begun(self.clock().astimezone(CHINA).date())
        number = at.place + 1
        body = await self.api.reviews(
            client,
            {
                "open_shop_uuid": self.shop,
                "begintime": f"{at.start} 00:00:00",
                "endtime": f"{at.end} 23:59:59",
                "star": _ALL_STARS,
                "platform": str(at.part + 1),
                "offset": str(number),
                "limit": str(PAGE),
            },
        )
        headers = {"shop": self.shop, "site": SITES[at.part]}
        reviews = [ListedReview.of(element, "reviewId", _SAYS) for element in _elements(body)]
        raws = tuple(
            review.raw_event(KIND, self.api.developer_id, self.clock(), headers)
            for review in reviews
            if at.is_news(review.review_id, review.said)
        )
        page = {review.review_id: review.said for review in reviews}
        # Whether `offset` counts pages or reviews is in doubt: a page that repeats is the last.
        is_last = len(page) < PAGE or page.keys() <= at.seen.keys()
        after = at.after(page, place=None if is_last else number, parts=len(SITES))
        return Page(raws, after.cursor, more=after.end is not None)


def _elements(body: bytes) -> tuple[bytes, ...]:
    """The reviews, which stand in `data` itself or, as some clients have it, in a list there."""
    data = parse_object(body).get("data")
    if not data:
        return ()
    return array_elements(
        body, *(["data", "reviewInfoDTOList"] if isinstance(data, dict) else ["data"])
    )
