"""Polling the reviews of one of Waimai's shops."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from httpx import AsyncClient

from connectors.meituan.round import Round, id_of, said_by
from connectors.meituan.waimai_api import PAGE, WaimaiApi
from connectors.sdk.json_text import array_elements
from connectors.sdk.poller import Page
from connectors.sdk.times import CHINA
from schemas.raw import RawEvent

PLATFORM = "meituan"
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
        found = {
            id_of(element, "comment_id"): (said_by(element, _SAYS), element)
            for element in array_elements(body, "data")
        }
        raws = tuple(
            self._raw_event(review_id, digest, element)
            for review_id, (digest, element) in found.items()
            if at.is_news(review_id, digest)
        )
        page = {review_id: digest for review_id, (digest, _) in found.items()}
        place = at.place + PAGE if len(found) >= PAGE else None
        after = at.after(page, place=place, parts=len(_STATUSES))
        return Page(raws, after.cursor, more=after.end is not None)

    def _raw_event(self, review_id: str, digest: str, body: bytes) -> RawEvent:
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.api.app_id,
            kind=KIND,
            person_id=f"review/{review_id}",
            dedupe_key=f"{KIND}:{self.shop}:{review_id}:{digest}",
            body=body,
            received_at=self.clock(),
            headers={"shop": self.shop},
        )
