"""What stands on a page of comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.sdk.json_text import array_elements, object_at, parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Reject

_WHOLE = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A comment, its bytes as they came. What cannot be read of it is None.

    `number` is its id, `seconds` when it was made, since 1970; `answered` is the author of the
    comment that it answers, where that one stands beside it.
    """

    body: bytes
    number: int | None
    seconds: int | None
    author: str | None
    answered: str | None


def comments_in(page: bytes) -> tuple[Listed, ...]:
    """Every comment of a page, each with those that answer it behind it.

    Raises:
        Reject: when it is no page of comments.
    """
    return tuple(
        listed for item in array_elements(page, "Data", "Items") for listed in _listed_in(item)
    )


def next_offset(page: bytes) -> int | None:
    """Where the next page begins; None on the last.

    Raises:
        Reject: when it is no page.
    """
    paging = Payload(parse_object(page)).child("Data").child("Paging")
    offset = paging.number("NextOffset")
    return None if paging.text("IsEnd") != "false" or offset is None else int(offset)


def _listed_in(item: bytes) -> tuple[Listed, ...]:
    """The comments of an item; what is no item stays as it is, for its reader to refuse."""
    try:
        return tuple(_comments_of(item))
    except Reject:
        return (Listed(body=item, number=None, seconds=None, author=None, answered=None),)


def _comments_of(item: bytes) -> Iterator[Listed]:
    elements = _elements(item)
    comments = [Payload(parse_object(element), "Comment") for element in elements]
    authors = {_text(comment, "ID"): _text(comment, "AuthorToken") for comment in comments}
    for element, comment in zip(elements, comments, strict=True):
        yield Listed(
            body=element,
            number=_number(_text(comment, "ID")),
            seconds=_number(_text(comment, "CreatedAt")),
            author=_text(comment, "AuthorToken"),
            answered=authors.get(_text(comment, "ReplyID", "RootID") or ""),
        )


def _elements(item: bytes) -> tuple[bytes, ...]:
    """The comment of an item, and those that answer it."""
    parts = parse_object(item)
    if not isinstance(parts.get("Comment"), dict):
        return (item,)
    answers = array_elements(item, "Children") if isinstance(parts.get("Children"), list) else ()
    return (object_at(item, "Comment"), *answers)


def _text(comment: Payload, *names: str) -> str | None:
    """A field; None also where it cannot be read, as its reader will say."""
    try:
        return comment.text(*names)
    except Reject:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and _WHOLE.fullmatch(text) else None
