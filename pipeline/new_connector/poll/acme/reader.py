"""From Acme's comments to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading, origin_of
from connectors.sdk.times import from_epoch
from pipeline.new_connector.poll.acme.event_types import DELETED
from schemas.errors import Reject
from schemas.event import Account, Content, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

KIND = "comment"


def read(raw: RawEvent) -> Reading:
    """Read a comment.

    Raises:
        Reject: when it is none, or lacks what every one of them has.
    """
    if raw.kind != KIND:
        raise Reject("kind", KIND, raw.kind)
    comment = Payload(parse_object(raw.body_bytes))
    if comment.text("deleted") == "true":
        return DELETED
    author = comment.child("author")
    nickname = author.text("nickname")
    return (
        CustomerEvent(
            **origin_of(raw),
            type=EventType.COMMENT,
            platform_type=KIND,
            occurred_at=from_epoch(comment.text("created_at"), "created_at"),
            # The scope is where the id is unique: here Acme gives one for all of its users.
            account=Account.of(raw.platform, "global", author.required("id")),
            traits={"nickname": nickname} if nickname else {},
            content=Content(text=comment.text("text")),
            object=ObjectRef(type="post", id=comment.text("post_id")),
        ),
    )
