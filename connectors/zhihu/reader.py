"""From Zhihu's comments to customer events."""

import html
import re

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading, origin_of
from connectors.sdk.times import from_epoch
from connectors.zhihu.event_types import ANSWERS, COMMENTS, ERROR, OWN
from schemas.errors import Reject
from schemas.event import Account, Content, CustomerEvent, Identifier, ObjectRef
from schemas.raw import RawEvent

_SCOPE = "global"
_TAG = re.compile(r"<[^>]*>")
_SUCCESS = "0"


def read(raw: RawEvent) -> Reading:
    """Read a `comment`, or an answer of the interface that holds none.

    A comment travels with `content_url`, `content_title` and, where it answers another one,
    `reply_author`, whom it answers, in its headers.

    Raises:
        Reject: when it is neither, or lacks what every comment has.
    """
    payload = Payload(parse_object(raw.body_bytes))
    if (payload.text("Code") or _SUCCESS) != _SUCCESS:
        return ERROR
    match raw.kind:
        case "comment":
            return _read_comment(raw, payload)
        case "question_answers":
            return ANSWERS
        case _:
            raise Reject("kind", "comment or question_answers", raw.kind)


def _read_comment(raw: RawEvent, comment: Payload) -> tuple[CustomerEvent, ...] | Ignored:
    comment_id, author = comment.required("ID"), comment.text("AuthorToken")
    reply_to = comment.text("ReplyID", "RootID")
    kind = "comment" if reply_to is None else "reply"
    if author == raw.source_account:
        author, kind = raw.headers.get("reply_author"), "reply of the brand"
        if author in (None, raw.source_account):
            return OWN
    attributes = {"id": comment_id, "reply_to": reply_to, "like_count": comment.text("LikeCount")}
    return (
        CustomerEvent(
            **origin_of(raw),
            type=COMMENTS[kind],
            platform_type=kind,
            occurred_at=from_epoch(comment.text("CreatedAt"), "CreatedAt"),
            account=Account.of(raw.platform, _SCOPE, author or f"comment/{comment_id}"),
            anonymous=author is None,
            identifiers=(Identifier(type="zhihu_token", value=author),) if author else (),
            content=Content(
                text=_text_of(comment),
                attributes={name: value for name, value in attributes.items() if value},
            ),
            object=_content_of(raw),
        ),
    )


def _text_of(comment: Payload) -> str | None:
    """What was said; Zhihu gives it as HTML, or as plain text."""
    text = comment.text("Content")
    if text is None:
        return None
    return html.unescape(" ".join(_TAG.sub(" ", text).split())) or None


def _content_of(raw: RawEvent) -> ObjectRef | None:
    """The answer, article, idea or video below which it stands."""
    url = raw.headers.get("content_url")
    if url is None:
        return None
    title = raw.headers.get("content_title")
    return ObjectRef(type="post", id=url.rstrip("/").rpartition("/")[2], url=url, title=title)
