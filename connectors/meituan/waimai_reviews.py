"""Polling the reviews of one of Waimai's shops."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from httpx import AsyncClient

from connectors.meituan.listed_review import ListedReview
from connectors.meituan.round import Round
from connectors.meituan.waimai_api import PAGE, WaimaiApi
from connectors.sdk.json_text import array_elements
from connectors.sdk.poller import Page
from connectors.sdk.times import CHINA

KIND = "waimai_review"
_STATUSES = ("0", "1")
"""Reviews without and with a reply, asked for one after the other."""

_SAYS = (
    "comment_content",
    "order_comment_score",
    "food_comment_score",
    "add_comment",
    "e_reply_content",
)
"""The fields whose change is news."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class WaimaiReviewPoller:
    """Reads all reviews of the last 30 days in each round, and tells those that changed."""

    api: WaimaiApi
    shop: str
    source: str
    interval_seconds: float
    clock: Callable[[], datetime] = _now

    @property
    def name(self) -> str:
        """`meituan/source/waimai_reviews_SHOP`."""
        return f"{self.source}/waimai_reviews_{self.shop}"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of a page of reviews that are new or changed; see `Poller.page`."""
        # Only days that are over may be asked for.
        today = self.clock().astimezone(CHINA).date()
        at = Round.of(cursor).begun(today - timedelta(days=1))
        assert at.start is not None
        assert at.end is not None
        body = await self.api.reviews(
            client,
            {
                "app_poi_code": self.shop,
                "start_time": f"{at.start:%Y%m%d}",
                "end_time": f"{at.end:%Y%m%d}",
                "pageoffset": str(at.place),
                "pagesize": str(PAGE),
                "replyStatus": _STATUSES[at.part],
            },
        )
        reviews = [
            ListedReview.of(element, "comment_id", _SAYS)
            for element in array_elements(body, "data")
        ]
        raws = tuple(
            review.raw_event(KIND, self.api.app_id, self.clock(), {"shop": self.shop})
            for review in reviews
            if at.is_news(review.review_id, review.said)
        )
        page = {review.review_id: review.said for review in reviews}
        place = at.place + PAGE if len(page) >= PAGE else None
        after = at.after(page, place=place, parts=len(_STATUSES))
        return Page(raws, after.cursor, more=after.end is not None)
