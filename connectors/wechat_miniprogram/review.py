"""A customer's review of an order (交易评价)."""

from typing import Any

from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_epoch
from connectors.wechat.people import identifiers_of
from schemas.event import Account, Content, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_POINTS_OF_A_STAR = 100


def event_of(raw: RawEvent, review: Payload, meaning: EventType) -> CustomerEvent:
    """What was said of which order. Without `createTime` it counts from the payment.

    Raises:
        Reject: when it names nobody, or states no time.
    """
    author = review.child("userInfo")
    openid = author.required("openid")
    nickname = author.text("nickName")
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=raw.kind,
        occurred_at=from_epoch(review.text("createTime", "payTime"), "createTime"),
        account=Account.of(raw.platform, raw.source_account, openid),
        identifiers=identifiers_of(raw, openid, author.text("unionid")),
        traits={"nickname": nickname} if nickname else {},
        content=_content(review),
        object=_order(review),
    )


def _content(review: Payload) -> Content:
    """The stars come as hundreds; their number is `rating`, of five."""
    score = review.number("score")
    attributes: dict[str, Any] = {"review_id": review.required("commentId")}
    if score is not None:
        attributes["rating"] = f"{score / _POINTS_OF_A_STAR:f}"
    return Content(kind="text", text=review.child("content").text("txt"), attributes=attributes)


def _order(review: Payload) -> ObjectRef:
    """The brand's own number of the order; the payment's beside it."""
    payment = review.text("wxPayId")
    return ObjectRef(
        type="order",
        id=review.child("orderInfo").text("busiOrderId") or review.text("orderId"),
        attributes={"transaction_id": payment} if payment else {},
    )
