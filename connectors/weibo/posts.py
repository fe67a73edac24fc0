"""Comments and posts, as the API lists them."""

import html
import re

from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_english
from connectors.weibo.event_types import POSTS
from connectors.weibo.people import account_of, identifiers_of, traits_of, uid_of
from schemas.event import Content, Context, CustomerEvent, ObjectRef
from schemas.raw import RawEvent

_TAG = re.compile(r"<[^>]*>")


def is_deleted(post: Payload) -> bool:
    """Weibo leaves a stub without an author where a post or comment was deleted."""
    return post.text("deleted") in ("1", "true")


def is_own(raw: RawEvent, post: Payload) -> bool:
    """Whether the brand itself wrote it, as an answer below its own post."""
    return post.child("user").text("idstr", "id") == raw.source_account


def post_id_of(post: Payload) -> str:
    """The id of a post or comment.

    Raises:
        Reject: when it has none.
    """
    return post.text("idstr", "mid") or post.required("id")


def event_of(raw: RawEvent, post: Payload) -> CustomerEvent:
    """A comment on the brand's own post, or a comment or post elsewhere that mentions it."""
    kind = raw.kind
    status = post.child("status")
    if kind == "comment" and status.child("user").text("idstr", "id") != raw.source_account:
        kind = "comment elsewhere"
    user = post.child("user")
    uid = uid_of(user)
    return CustomerEvent(
        **origin_of(raw),
        type=POSTS[kind],
        platform_type=kind,
        occurred_at=from_english(post.text("created_at"), "created_at"),
        account=account_of(raw.platform, uid),
        identifiers=identifiers_of(uid),
        traits=traits_of(user),
        content=Content(text=post.text("text"), attributes=_content_attributes(post)),
        object=_object_of(post, status),
        context=Context(attributes={"source": source} if (source := _source_of(post)) else {}),
    )


def _object_of(post: Payload, status: Payload) -> ObjectRef:
    """The post that was commented on; of a post, itself."""
    if not status.content:
        counts = ("reposts_count", "comments_count", "attitudes_count")
        attributes = {name: value for name in counts if (value := post.text(name))}
        return ObjectRef(type="post", id=post_id_of(post), attributes=attributes)
    author = status.child("user").text("idstr", "id")
    return ObjectRef(
        type="post",
        id=status.text("idstr", "mid", "id"),
        title=status.text("text"),
        attributes={"author_uid": author} if author else {},
    )


def _content_attributes(post: Payload) -> dict[str, str]:
    """The comment's own id, and the one that it replies to."""
    attributes = {"id": post_id_of(post)}
    if replied := post.child("reply_comment").text("idstr", "mid", "id"):
        attributes["reply_to"] = replied
    return attributes


def _source_of(post: Payload) -> str | None:
    """The app that it was written with; Weibo gives it as an HTML link."""
    source = post.text("source")
    return html.unescape(_TAG.sub("", source)).strip() or None if source else None
