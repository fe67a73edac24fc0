"""Comments on the brand's videos, whether they were pushed or listed."""

from connectors.douyin.event_types import OWN_COMMENT, REPLY
from connectors.douyin.people import event_of, nickname_of
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from connectors.sdk.times import from_epoch
from schemas.event import Content, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent


def read_comment(raw: RawEvent, comment: Payload, kind: str, brand: str | None) -> Reading:
    """A comment of a customer; one of the brand is its reply to the customer above it.

    The raw event's headers tell of a listed comment what it was written under: `item_id`,
    `reply_to`, and `customer`, who wrote that.
    """
    author = comment.required("comment_user_id")
    if author != brand:
        event = _event(raw, comment, kind, EventType.COMMENT, author)
        return (event.but(traits=nickname_of(comment, "nick_name")),)
    customer = raw.headers.get("customer") or comment.text("at_user_id")
    if customer is None or customer == brand:
        return OWN_COMMENT
    return (_event(raw, comment, kind, REPLY, customer),)


def _event(
    raw: RawEvent, comment: Payload, kind: str, meaning: EventType, open_id: str
) -> CustomerEvent:
    time = from_epoch(comment.text("create_time"), comment.at("create_time"))
    attributes = {
        "id": comment.required("comment_id"),
        "reply_to": comment.text("reply_to_comment_id") or raw.headers.get("reply_to"),
        "likes": comment.text("digg_count"),
    }
    item_id = comment.text("reply_to_item_id") or raw.headers.get("item_id")
    return event_of(raw, open_id, kind, meaning, time).but(
        content=Content(
            text=comment.text("content"),
            attributes={name: value for name, value in attributes.items() if value is not None},
        ),
        object=ObjectRef(type="video", id=item_id),
    )
