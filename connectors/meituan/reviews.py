"""From Meituan's reviews to events of nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from connectors.meituan.event_types import REVIEWS
from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_iso
from schemas.errors import Reject
from schemas.event import Account, Content, Context, CustomerEvent, ObjectRef
from schemas.raw import RawEvent, event_id_of

_DAY_LENGTH = len("2026-01-01")
_POINTS_OF_A_STAR = 10

_WAIMAI = {
    "order_comment_score": "rating",
    "food_comment_score": "food_rating",
    "packing_score": "packing_rating",
    "delivery_comment_score": "delivery_rating",
    "ship_time": "delivery_minutes",
    "comment_lables": "labels",
    "comment_pictures": "pictures",
    "praise_food_list": "praised",
    "critic_food_list": "criticized",
}
"""Waimai's names, in its own spelling, and ours. Ratings are stars of five."""


class _When(NamedTuple):
    """When it was. Waimai gives days: such a time is the day's beginning in China."""

    time: datetime
    is_day: bool = False

    @classmethod
    def of(cls, written: str | None, field: str) -> Self:
        return cls(from_iso(written, field), is_day=len(written or "") == _DAY_LENGTH)


@dataclass(frozen=True, slots=True)
class _Review:
    raw: RawEvent
    shop: str
    review_id: str

    @classmethod
    def of(cls, raw: RawEvent, review_id: str) -> Self:
        shop = raw.headers.get("shop")
        if not shop or ":" in shop:
            raise Reject("headers.shop", "the shop that was asked for", shop)
        return cls(raw, shop, review_id)

    def event(
        self, kind: str, text: str | None, when: _When, attributes: Mapping[str, object]
    ) -> CustomerEvent:
        """What was said, by whomever. One review's parts keep their ids when others are added."""
        raw = self.raw
        stated = {name: value for name, value in attributes.items() if value}
        event_id = event_id_of(
            raw.platform, raw.source_account, f"{kind}:{self.shop}:{self.review_id}"
        )
        return CustomerEvent(
            **origin_of(raw, event_id),
            type=REVIEWS[kind],
            platform_type=kind,
            occurred_at=when.time,
            account=Account.of(raw.platform, self.shop, f"review/{self.review_id}"),
            anonymous=True,
            content=Content(text=text, attributes={"review_id": self.review_id, **stated}),
            object=ObjectRef(type="shop", id=self.shop),
            context=Context(attributes={"time_resolution": "day"} if when.is_day else {}),
        )


def of_waimai(raw: RawEvent, fields: Payload) -> tuple[CustomerEvent, ...]:
    """A review of Waimai, with what its author added and what the brand replied, where they are.

    Raises:
        Reject: when it lacks its id or its day.
    """
    review = _Review.of(raw, fields.required("comment_id"))
    details = {ours: fields.text(theirs) for theirs, ours in _WAIMAI.items()}
    written = _When.of(fields.text("comment_time"), "comment_time")
    events = [review.event("review", fields.text("comment_content"), written, details)]
    for kind, said, time in (
        ("addition", "add_comment", "add_comment_time"),
        ("reply", "e_reply_content", "e_reply_time"),
    ):
        if text := fields.text(said):
            stated = fields.text(time)
            # Where it is not said when, it was between two rounds, of which this is the later.
            when = _When.of(stated, time) if stated else _When(raw.received_at)
            events.append(review.event(kind, text, when, {}))
    return tuple(events)


def of_dianping(raw: RawEvent, fields: Payload) -> tuple[CustomerEvent, ...]:
    """A review of Dianping or of a shop on Meituan. Its stars come in tenths.

    Raises:
        Reject: when it lacks its id or its time.
    """
    review = _Review.of(raw, fields.required("reviewId"))
    scores = {
        detail.required("title"): _stars(detail, "score")
        for detail in fields.children("scoreDetails")
    }
    details = {
        "rating": _stars(fields, "star"),
        "accurate_rating": _stars(fields, "accurateStar"),
        "ratings": {title: stars for title, stars in scores.items() if stars},
        "quality": fields.text("reviewQuality"),
        "order_id": fields.text("consumeOrderId"),
        "order_amount": fields.text("consumeAmount"),
        "site": raw.headers.get("site"),
    }
    text = fields.text("reviewBody", "reviewContent", "content")
    return (
        review.event("review", text, _When.of(fields.text("reviewTime"), "reviewTime"), details),
    )


def _stars(fields: Payload, name: str) -> str | None:
    """Tenths of a star as stars: 48 are 4.8."""
    tenths = fields.number(name)
    return None if tenths is None else f"{tenths / _POINTS_OF_A_STAR:f}"
