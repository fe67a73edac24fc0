"""Polling the comments on the brand's contents, within the calls of a day."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from httpx import AsyncClient

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from connectors.zhihu.api import CREATOR, ZhihuApi
from connectors.zhihu.budget import pause_seconds
from connectors.zhihu.contents import Content, Contents
from connectors.zhihu.listed import Listed, comments_in, next_offset
from schemas.raw import RawEvent

PLATFORM = "zhihu"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class CommentPoller:
    """Lists the contents every `list_seconds`, and asks for comments where they have new ones.

    Each page of comments costs one call of the day. `reserve_calls` of them are left alone, for
    people who use the same account; when no others are left, comments wait for the next day.
    """

    api: ZhihuApi
    author_token: str
    source: str
    list_seconds: float
    most_contents: int
    reserve_calls: int
    clock: Callable[[], datetime] = _now
    _pause_seconds: float = field(default=0.0, init=False)

    @property
    def name(self) -> str:
        """`zhihu/source/comments`."""
        return f"{self.source}/comments"

    @property
    def interval_seconds(self) -> float:
        """As long as the calls left allow, and no longer than until the contents are listed."""
        return min(self._pause_seconds, self.list_seconds) or self.list_seconds

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """A page of contents, or raw events of a page of comments; see `Poller.page`."""
        contents, now = Contents.of(cursor), self.clock()
        listed_at = contents.listed_at
        if listed_at is None or now - listed_at > timedelta(seconds=self.list_seconds):
            return await self._list(contents, client, now)
        self._pause_seconds = 0.0
        content = contents.next(now)
        if content is None:
            return Page((), contents.cursor, more=False)
        return await self._read(contents, content, client, now)

    async def _list(self, contents: Contents, client: AsyncClient, now: datetime) -> Page:
        body = await self.api.contents(client, contents.list_offset)
        found = tuple(map(_content, Payload(parse_object(body)).child("Data").children("Items")))
        after = contents.after_listing(found, next_offset(body), now, self.most_contents)
        return Page((), after.cursor, more=True)

    async def _read(
        self, contents: Contents, content: Content, client: AsyncClient, now: datetime
    ) -> Page:
        left = (await self.api.quotas_left(client)).get(CREATOR)
        if left is not None and left <= self.reserve_calls:
            return Page((), contents.cursor, more=False, quotas_left={CREATOR: left})
        body = await self.api.comments(client, content.url, content.offset)
        found = comments_in(body) if body is not None else ()
        new = [each for each in found if each.number is None or content.is_new(each.number)]
        numbers = [each.number for each in found if each.number is not None]
        after = content.after(numbers, None if body is None else next_offset(body), now)
        quotas = {}
        if left is not None:
            quotas[CREATOR] = left - 1
            self._pause_seconds = pause_seconds(left - 1 - self.reserve_calls, now)
        newest = max((each.seconds for each in new if each.seconds), default=None)
        return Page(
            tuple(self._raw_event(content, each) for each in new),
            contents.with_content(after).cursor,
            more=False,
            quotas_left=quotas,
            behind_seconds=None if newest is None else now.timestamp() - newest,
        )

    def _raw_event(self, content: Content, listed: Listed) -> RawEvent:
        """What has no id is no comment; it goes where its reader will refuse it."""
        answered = listed.answered
        headers = {"content_url": content.url, "content_title": content.title}
        headers |= {"reply_author": answered} if answered else {}
        comment_id = listed.number or hashlib.sha256(listed.body).hexdigest()
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.author_token,
            kind="comment",
            # The brand's answer counts for whom it is for, and is in order with what that one says.
            person_id=answered if listed.author == self.author_token else listed.author,
            dedupe_key=f"comment:{comment_id}",
            body=listed.body,
            received_at=self.clock(),
            headers={name: value for name, value in headers.items() if value},
        )


def _content(item: Payload) -> Content:
    return Content(
        url=item.required("Url"),
        title=item.text("Title") or "",
        count=int(item.number("CommentCount") or 0),
    )
