"""Asking for the reviews of a mini program's orders."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.sdk.window import Window
from connectors.wechat.api import Api
from schemas.raw import RawEvent

PAGE_REVIEWS = 20
_ALL = "6"
_LONGEST = timedelta(days=30)
_OVERLAP = timedelta(hours=1)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class ReviewsPoller:
    """Reads `mpcommentlist`, one stretch of time after another, from `first` ago on.

    A review is one event however often it is listed.
    """

    api: Api
    platform: str
    app_id: str
    name: str
    interval_seconds: float
    first: timedelta
    headers: Mapping[str, str]
    clock: Callable[[], datetime] = _now

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next reviews; see `Poller.page`."""
        now = self.clock()
        window = Window.at(cursor, now, self.first).begun(now, _LONGEST)
        offset = int(window.place or 0)
        body = await self.api.call(
            client,
            "GET",
            "wxaapi/comment/mpcommentlist/get",
            params={
                "startTime": str(window.start),
                "endTime": str(window.end),
                "filterType": _ALL,
                "offset": str(offset),
                "limit": str(PAGE_REVIEWS),
            },
        )
        bodies = array_elements(body, "commentList")
        reviews = [Payload(parse_object(each), "commentList") for each in bodies]
        raws = tuple(map(self._raw_event, bodies, reviews))
        offset += len(reviews)
        total = Payload(parse_object(body)).number("total")
        # The platform may give fewer than were asked for, and need not say how many there are.
        is_last = not reviews or (total is not None and offset >= total)
        created_at = [at for review in reviews if (at := review.number("createTime", "payTime"))]
        return Page(
            raws,
            window.closed(_OVERLAP) if is_last else window.turned(str(offset)),
            more=not (is_last and window.is_current),
            behind_seconds=now.timestamp() - float(max(created_at)) if created_at else None,
        )

    def _raw_event(self, body: bytes, review: Payload) -> RawEvent:
        """A review without an id goes where its reader will refuse it."""
        comment_id = review.text("commentId") or hashlib.sha256(body).hexdigest()
        return RawEvent.of(
            platform=self.platform,
            source_account=self.app_id,
            kind="review",
            person_id=review.child("userInfo").text("openid"),
            dedupe_key=f"review:{comment_id}",
            body=body,
            received_at=self.clock(),
            headers=self.headers,
        )
