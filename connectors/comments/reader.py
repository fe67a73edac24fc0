"""From a row to what somebody said on the platform that the row names."""

import re
from datetime import datetime

from connectors.comments.event_types import COMMENT, EVENT_TYPES
from connectors.sdk.files.cells import clean, is_rounded, read_time
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading
from connectors.sdk.times import CHINA, within_calendar
from schemas.errors import Reject
from schemas.event import (
    Account,
    Content,
    Context,
    CustomerEvent,
    EventType,
    Identifier,
    ObjectRef,
)
from schemas.raw import RawEvent

_PLATFORM = re.compile(r"[a-z][a-z0-9_]{0,63}")
_IDENTIFIERS = {"weibo": "weibo_uid", "zhihu": "zhihu_token"}
"""Platforms whose public ids other records may state too."""

_SCOPE = "global"
"""Public ids are the same for every app and brand."""


def read(raw: RawEvent) -> Reading:
    """Read a comment; a file's manifest gives no event.

    Raises:
        Reject: when platform, id or time are missing or cannot be read.
    """
    meaning = EVENT_TYPES.get(raw.kind)
    if meaning is None:
        raise Reject("kind", " or ".join(EVENT_TYPES), raw.kind)
    if isinstance(meaning, Ignored):
        return ()
    return (_comment(raw, Payload(parse_object(raw.body_bytes)), meaning),)


def platform_of(row: Payload) -> str:
    """The platform that the row names, in lower case.

    Raises:
        Reject: when it is no name of a platform.
    """
    name = clean(row.text("platform") or "").lower()
    if not _PLATFORM.fullmatch(name):
        raise Reject("platform", "a platform's name in letters", name)
    return name


def id_in(row: Payload, column: str) -> str | None:
    """The id in a column; None where there is none.

    Raises:
        Reject: when a spreadsheet rounded it, or it holds what is not printable.
    """
    value = clean(row.text(column) or "")
    if is_rounded(value):
        raise Reject(column, "an id that no spreadsheet rounded", value)
    if not value.isprintable():
        raise Reject(column, "an id of printable characters", value)
    return value or None


def _comment(raw: RawEvent, row: Payload, meaning: EventType) -> CustomerEvent:
    platform, author = platform_of(row), id_in(row, "author_id")
    comment_id = id_in(row, "comment_id")
    if comment_id is None:
        raise Reject("comment_id", "a value")
    parts = {"id": comment_id, "reply_to": id_in(row, "parent_comment_id")}
    content_id = id_in(row, "content_id")
    nickname, exported_at = row.text("author_name"), row.text("exported_at")
    about = {"file": raw.headers.get("file"), "exported_at": exported_at}
    return CustomerEvent(
        event_id=raw.event_id,
        platform=platform,
        source_account=raw.source_account,
        type=meaning,
        platform_type=COMMENT,
        occurred_at=_time(row),
        received_at=raw.received_at,
        account=Account.of(platform, _SCOPE, author or f"comment/{comment_id}"),
        anonymous=author is None,
        identifiers=_identifiers(platform, author),
        traits={"nickname": nickname} if nickname else {},
        content=Content(
            text=row.text("text"),
            attributes=_stated(parts | {"like_count": row.text("like_count")}),
        ),
        object=ObjectRef(type="post", id=content_id) if content_id else None,
        context=Context(attributes=_stated(about)),
    )


def _identifiers(platform: str, author: str | None) -> tuple[Identifier, ...]:
    kind = _IDENTIFIERS.get(platform)
    return (Identifier(type=kind, value=author),) if kind and author else ()


def _time(row: Payload) -> datetime:
    stated = clean(row.text("created_at") or "")
    try:
        time = read_time(stated, format=None, timezone=CHINA.key)
    except ValueError as error:
        raise Reject("created_at", "a time like 2026-01-01 12:00:00+08:00", stated) from error
    return within_calendar(time, "created_at")


def _stated(values: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
