"""What is known of the brand's contents and of the comments on each: the cursor of the poller."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict

from connectors.sdk.kept_cursor import KeptCursor

OVERLAP = 50
"""How many ids of known comments are kept for each content; those below the lowest are known."""

_REREAD = timedelta(days=1)
"""When a content whose count has not changed is read again: a comment may have taken another's
place, and more are allowed than the contents that change need."""


class Content(BaseModel):
    """A content and how far its comments are read.

    `count` is how many comments the list says it has, `read_count` how many it said when they were
    last read. `known` are the highest ids of what was read, highest first. `offset` is where a walk
    is under way, from the newest comment down; `seen` the highest ids of that walk, `walk_count`
    the count when it began.
    """

    model_config = ConfigDict(frozen=True)

    url: str
    title: str = ""
    count: int = 0
    read_count: int | None = None
    read_at: datetime | None = None
    known: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()
    offset: int = 0
    walk_count: int = 0

    def is_new(self, comment_id: int) -> bool:
        """Whether no walk has had this comment, as far as that is kept."""
        if comment_id in self.known or comment_id in self.seen:
            return False
        return len(self.known) < OVERLAP or comment_id > self.known[-1]

    def after(self, ids: Collection[int], next_offset: int | None, now: datetime) -> Self:
        """The content after a page of these comments. `next_offset` is None on the last page.

        The walk ends there, where a page leads nowhere further, and where one holds only what is
        known. An empty one says nothing: Zhihu leaves out what it has filtered.
        """
        count = self.walk_count if self.offset else self.count
        seen = _highest((*self.seen, *ids))
        is_known = bool(ids) and not any(map(self.is_new, ids))
        if next_offset is not None and next_offset > self.offset and not is_known:
            return self.model_copy(
                update={"seen": seen, "offset": next_offset, "walk_count": count}
            )
        return self.model_copy(
            update={
                "read_count": count,
                "read_at": now,
                "known": _highest((*seen, *self.known)),
                "seen": (),
                "offset": 0,
                "walk_count": 0,
            }
        )

    def is_due(self, now: datetime) -> bool:
        """Whether its comments have to be asked for."""
        if self.offset or self.read_at is None or self.read_count != self.count:
            return True
        return now - self.read_at > _REREAD


class Contents(KeptCursor):
    """The brand's contents, newest first. `listed_at` is when the list was last read to its end,
    `list_offset` where it is under way, `listed` what that listing has found so far.
    """

    contents: tuple[Content, ...] = ()
    listed: tuple[Content, ...] = ()
    listed_at: datetime | None = None
    list_offset: int = 0

    def after_listing(
        self, page: Iterable[Content], next_offset: int | None, now: datetime, most: int
    ) -> Self:
        """After a page of the list; with the last, or with `most` contents, the listing ends.

        What is read of a content stays known; contents beyond `most` are forgotten.
        """
        known = {content.url: content for content in self.contents}
        found = {content.url: content for content in self.listed}
        for content in page:
            old = known.get(content.url, content)
            found[content.url] = old.model_copy(
                update={"count": content.count, "title": content.title}
            )
        listed = tuple(found.values())[:most]
        if next_offset is not None and len(listed) < most:
            return self.model_copy(update={"listed": listed, "list_offset": next_offset})
        return type(self)(contents=listed, listed_at=now)

    def with_content(self, changed: Content) -> Self:
        """With a content as it is after a page of its comments."""
        contents = tuple(
            changed if content.url == changed.url else content for content in self.contents
        )
        return self.model_copy(update={"contents": contents})

    def next(self, now: datetime) -> Content | None:
        """Which content to ask for: a walk under way, then what changed, newest first."""
        due = [content for content in self.contents if content.is_due(now)]
        return min(due, key=_urgency, default=None)


def _urgency(content: Content) -> tuple[bool, bool]:
    return (not content.offset, content.read_count == content.count)


def _highest(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(ids), reverse=True)[:OVERLAP])
