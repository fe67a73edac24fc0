"""Polling the lists that tell what people say to the brand."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from httpx import AsyncClient

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.weibo.api import WeiboApi
from connectors.weibo.posts import is_deleted
from connectors.weibo.walk import Walk
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
        found = [
            (_post_id(post), post, element)
            for element in array_elements(body, self.posts.field)
            for post in (Payload(parse_object(element), self.posts.field),)
        ]
        raws = tuple(
            self._raw_event(post_id, post, element)
            for post_id, post, element in found
            if not is_deleted(post) and (post_id is None or walk.is_new(post_id))
        )
        after = walk.after(tuple(post_id for post_id, _, _ in found if post_id is not None))
        # An empty page may be a trouble that passes, so that it is not asked for again at once.
        return Page(raws, after.cursor, more=after.below is not None and not after.empty)

    def _raw_event(self, post_id: int | None, post: Payload, body: bytes) -> RawEvent:
        """A post without id or author is no post; it goes where its reader will refuse it."""
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.uid,
            kind=self.posts.kind,
            person_id=post.child("user").text("idstr", "id"),
            dedupe_key=f"{self.posts.kind}:{post_id or hashlib.sha256(body).hexdigest()}",
            body=body,
            received_at=datetime.now(UTC),
        )


def _post_id(post: Payload) -> int | None:
    text = post.text("idstr", "mid", "id") or ""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_ID else None
