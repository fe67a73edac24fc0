"""Polling the lists that tell what people say to the brand."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.weibo.api import WeiboApi
from connectors.weibo.posts import is_deleted
from connectors.weibo.walk import Walk
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "weibo"
_PAGE_POSTS = 200
_LONGEST_ID = 20
"""Digits; ids of today have 16."""


@dataclass(frozen=True, slots=True)
class PostList:
    """A list of the API: its path, the field its posts stand in, and their kind as raw events."""

    name: str
    field: str
    kind: str


LISTS = (
    PostList("comments/to_me", "comments", "comment"),
    PostList("comments/mentions", "comments", "comment"),
    PostList("statuses/mentions", "statuses", "status"),
)


@dataclass(frozen=True, slots=True)
class ListPoller:
    """Walks one list from its newest post down to those that are known, 200 a page.

    A comment that stands in two lists is one event. Posts that Weibo shows later than newer ones
    are found as long as no more than `walk.OVERLAP` newer ones came in between.
    """

    api: WeiboApi
    uid: str
    source: str
    posts: PostList
    interval_seconds: float

    @property
    def name(self) -> str:
        """`weibo/source/list`."""
        return f"{self.source}/{self.posts.name.replace('/', '_')}"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next page; see `Poller.page`."""
        walk = Walk.of(cursor)
        query = walk.query | {"count": str(_PAGE_POSTS)}
        body = await self.api.list(client, self.posts.name, query)
        found = tuple(map(_Listed.of, array_elements(body, self.posts.field)))
        raws = tuple(
            self._raw_event(post)
            for post in found
            if not post.is_deleted and (post.number is None or walk.is_new(post.number))
        )
        after = walk.after(tuple(post.number for post in found if post.number is not None))
        # An empty page may be a trouble that passes, so that it is not asked for again at once.
        return Page(raws, after.cursor, more=after.below is not None and not after.empty)

    def _raw_event(self, post: "_Listed") -> RawEvent:
        name = post.number or hashlib.sha256(post.body).hexdigest()
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.uid,
            kind=self.posts.kind,
            person_id=post.author,
            dedupe_key=f"{self.posts.kind}:{name}",
            body=post.body,
            received_at=datetime.now(UTC),
        )


@dataclass(frozen=True, slots=True)
class _Listed:
    """A post or comment of a page. `number` is its id.

    What cannot be read is None, and goes where its reader refuses it; without an id it is known by
    its bytes.
    """

    body: bytes
    number: int | None = None
    author: str | None = None
    is_deleted: bool = False

    @classmethod
    def of(cls, body: bytes) -> Self:
        try:
            post = Payload(parse_object(body))
            author = post.child("user").text("idstr", "id")
            return cls(body, _number(post), author, is_deleted(post))
        except Reject:
            return cls(body)


def _number(post: Payload) -> int | None:
    text = post.text("idstr", "mid", "id") or ""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_ID else None
