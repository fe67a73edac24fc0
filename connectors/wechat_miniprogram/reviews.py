"""Asking for the reviews of a mini program's orders."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.sdk.window import Window
from connectors.wechat.api import Api
from schemas.errors import Reject
from schemas.raw import RawEvent

PAGE_REVIEWS = 20
_ALL = "6"
_LONGEST = timedelta(days=30)
_OVERLAP = timedelta(hours=1)
_REREAD = timedelta(days=1)


def _now() -> datetime:
    return datetime.now(UTC)


class Stretch(Window):
    """A stretch of time of the list, once a day one of the last 30 days.

    By which time a review is listed is not documented: were it that of the order, one that is
    written days later would never show in the latest hours. `reread_at` is when the last such
    stretch began. Of one that is under way, what was written before `told_before` was told.
    """

    reread_at: int | None = None
    told_before: int | None = None

    def deepened(self, now: datetime) -> Self:
        """As long as the platform allows, where it has not begun and it is time for that."""
        present = int(now.timestamp())
        last = self.start if self.reread_at is None else self.reread_at
        if self.end is not None or self.start > present:
            return self
        if present - last < _REREAD.total_seconds():
            return self.model_copy(update={"told_before": None})
        return self.model_copy(
            update={
                "start": min(self.start, present - int(_LONGEST.total_seconds())),
                "reread_at": present,
                "told_before": last - int(_OVERLAP.total_seconds()),
            }
        )

    def is_news(self, written_at: int | None) -> bool:
        """Whether a review of that time, in seconds since 1970, may not have been told."""
        told = self.told_before
        return told is None or written_at is None or written_at >= told


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
        window = Stretch.at(cursor, now, self.first).deepened(now).begun(now, _LONGEST)
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
        reviews = tuple(map(_Listed.of, array_elements(body, "commentList")))
        news = [review for review in reviews if window.is_news(review.written_at)]
        offset += len(reviews)
        total = Payload(parse_object(body)).number("total")
        # The platform may give fewer than were asked for, and need not say how many there are.
        is_last = not reviews or (total is not None and offset >= total)
        newest = max((at for each in news if (at := each.written_at) is not None), default=None)
        return Page(
            tuple(map(self._raw_event, news)),
            window.closed(_OVERLAP) if is_last else window.turned(str(offset)),
            more=not (is_last and window.is_current),
            behind_seconds=None if newest is None else now.timestamp() - newest,
        )

    def _raw_event(self, review: "_Listed") -> RawEvent:
        return RawEvent.of(
            platform=self.platform,
            source_account=self.app_id,
            kind="review",
            person_id=review.openid,
            dedupe_key=f"review:{review.review_id}",
            body=review.body,
            received_at=self.clock(),
            headers=self.headers,
        )


@dataclass(frozen=True, slots=True)
class _Listed:
    """A review of the list. What cannot be read is None, and goes where its reader refuses it;
    without an id it is known by its bytes.
    """

    body: bytes
    review_id: str
    openid: str | None = None
    written_at: int | None = None

    @classmethod
    def of(cls, body: bytes) -> Self:
        try:
            review = Payload(parse_object(body, "commentList"), "commentList")
            return cls(
                body,
                review.text("commentId") or hashlib.sha256(body).hexdigest(),
                review.child("userInfo").text("openid"),
                None if (at := review.number("createTime", "payTime")) is None else int(at),
            )
        except Reject:
            return cls(body, hashlib.sha256(body).hexdigest())
