"""Polling the comments on the brand's videos, and the replies to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import structlog
from httpx import AsyncClient

from connectors.douyin.api import CommentApi
from connectors.douyin.comment_walk import Found, Walk
from connectors.douyin.raw_events import comment_event
from connectors.sdk.asking import NotGiven
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.kept_cursor import KeptCursor
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.sdk.times import from_epoch
from schemas.errors import Reject
from schemas.raw import RawEvent

log = structlog.get_logger()

Comments = tuple[tuple[Found | None, RawEvent], ...]
"""Comments of a page, each with its raw event; None for what is no comment."""


class Round(KeptCursor):
    """The cursor: the walk through each video's comments, which video is next, and how many of
    this round were refused.
    """

    walks: Mapping[str, Walk] = {}
    at: int = 0
    refused: int = 0

    def after(
        self, item_ids: tuple[str, ...], item_id: str, walk: Walk, *, refused: bool = False
    ) -> Self:
        """The round with a video's walk as it is now, at the next video if that one is done."""
        walks = {each: self.walks[each] for each in item_ids if each in self.walks}
        at = (item_ids.index(item_id) + (0 if walk.is_under_way else 1)) % len(item_ids)
        return type(self)(
            walks={**walks, item_id: walk},
            at=at,
            refused=self.refused + refused if at else 0,
        )


@dataclass(frozen=True, slots=True)
class CommentPoller:
    """Walks through the comments on each video, newest first, down to those that are known.

    Replies are read where a comment has got more of them; to a comment that is older than the
    newest `OVERLAP` only the webhook tells of them.

    A video that Douyin refuses, as it was deleted, is passed over until the next round; where it
    refuses all of them, that is told as trouble.
    """

    api: CommentApi
    client_key: str
    source: str
    item_ids: tuple[str, ...]
    interval_seconds: float

    @property
    def name(self) -> str:
        """`douyin/source/comments`."""
        return f"{self.source}/comments"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next page of comments or replies; see `Poller.page`."""
        round_, now = Round.of(cursor), datetime.now(UTC)
        item_id = self.item_ids[round_.at % len(self.item_ids)]
        walk = round_.walks.get(item_id, Walk())
        read = self._read_replies if walk.threads else self._read_comments
        try:
            comments, walk = await read(client, item_id, walk, now)
        except NotGiven as error:
            return self._passed_over(round_, item_id, walk, error)
        after = round_.after(self.item_ids, item_id, walk)
        newest = max((found.seconds for found, _ in comments if found is not None), default=None)
        return Page(
            tuple(raw for _, raw in comments),
            after.cursor,
            more=walk.is_under_way or after.at != 0,
            behind_seconds=None if newest is None else now.timestamp() - newest,
        )

    def _passed_over(self, round_: Round, item_id: str, walk: Walk, error: NotGiven) -> Page:
        """The page after a video, or a comment with its replies, that Douyin refuses.

        Raises:
            NotGiven: when it has refused all other videos, too.
        """
        is_video = not walk.threads
        if is_video and round_.refused + 1 >= len(self.item_ids):
            raise error
        walk = walk.given_up() if is_video else walk.after_replies(0, None)
        after = round_.after(self.item_ids, item_id, walk, refused=is_video)
        log.warning("not_given", poller=self.name, trouble=str(error))
        return Page((), after.cursor, more=walk.is_under_way or after.at != 0, skipped=1)

    async def _read_comments(
        self, client: AsyncClient, item_id: str, walk: Walk, now: datetime
    ) -> tuple[Comments, Walk]:
        body = await self.api.comments(client, item_id, walk.cursor or 0)
        listed = self._listed(body, {"item_id": item_id}, now)
        new = tuple(each for each in listed if each[0] is None or walk.is_new(each[0]))
        known = tuple(found for found, _ in listed if found is not None)
        return new, walk.after(known, _next_cursor(body))

    async def _read_replies(
        self, client: AsyncClient, item_id: str, walk: Walk, now: datetime
    ) -> tuple[Comments, Walk]:
        thread = walk.threads[0]
        body = await self.api.replies(client, item_id, thread.comment_id, thread.cursor)
        above = {
            "item_id": item_id,
            "reply_to": thread.comment_id,
            "customer": thread.author,
        }
        listed = self._listed(body, above, now)
        return listed, walk.after_replies(len(listed), _next_cursor(body))

    def _listed(self, body: bytes, above: Mapping[str, str], now: datetime) -> Comments:
        headers = {"brand": self.api.open_id, **above}
        return tuple(
            (_found(element), comment_event(element, self.client_key, headers, now))
            for element in array_elements(body, "data", "list")
        )


def _found(element: bytes) -> Found | None:
    """What the walk has to know of a comment; None for what is none, which its reader refuses."""
    try:
        comment = Payload(parse_object(element, "list"), "list")
        return Found(
            comment_id=comment.required("comment_id"),
            author=comment.text("comment_user_id") or "",
            seconds=int(from_epoch(comment.text("create_time"), "create_time").timestamp()),
            replies=int(comment.number("reply_comment_total") or 0),
            is_pinned=comment.text("top") == "true",
        )
    except Reject:
        return None


def _next_cursor(body: bytes) -> int | None:
    data = Payload(parse_object(body)).child("data")
    cursor = data.number("cursor")
    return int(cursor) if data.text("has_more") == "true" and cursor is not None else None
