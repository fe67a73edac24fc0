"""Where a walk through the comments on a video stands: from the newest down to known ones."""

from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict

OVERLAP = 20
"""How many known comments a walk reads again, a page of them: for replies to them, and for comments
that show after newer ones."""


class Found(NamedTuple):
    """A comment of a page. `seconds` is when it was written, `replies` how many it has got."""

    comment_id: str
    author: str
    seconds: int
    replies: int
    is_pinned: bool


class Known(BaseModel):
    """A comment that was read, with how many of its replies were."""

    model_config = ConfigDict(frozen=True)

    comment_id: str
    seconds: int
    replies: int = 0


class Thread(BaseModel):
    """Replies to read next: the newest `left` to a comment of `author`, from `cursor` on."""

    model_config = ConfigDict(frozen=True)

    comment_id: str
    author: str
    left: int
    cursor: int = 0


class Walk(BaseModel):
    """The place in the comments on one video.

    `known` are the newest comments of the finished walks, at most `OVERLAP`, newest first; `seen`
    those of a walk under way, likewise. `cursor` is Douyin's, where that walk goes on; new comments
    push older ones on to it, so that pages may repeat comments and never miss one. `threads` are
    read before the walk goes on.
    """

    model_config = ConfigDict(frozen=True)

    known: tuple[Known, ...] = ()
    seen: tuple[Known, ...] = ()
    cursor: int | None = None
    threads: tuple[Thread, ...] = ()

    @property
    def is_under_way(self) -> bool:
        """Whether there is more to read at once."""
        return bool(self.threads) or self.cursor is not None

    def is_new(self, comment: Found) -> bool:
        """Whether neither an earlier walk nor this one has had the comment."""
        return comment.comment_id not in self._read and not self._is_below(comment)

    def after(self, page: tuple[Found, ...], cursor: int | None) -> Self:
        """The walk after a page that ends at `cursor`; None where the list ends.

        It is finished when it has come down to the oldest that is known. A page that is empty, or
        leads to itself, gives it up: had it counted as the end, all that lies below would never be
        asked for again.
        """
        if not page or (cursor is not None and cursor == self.cursor):
            return self.given_up()
        threads = tuple(
            Thread(comment_id=each.comment_id, author=each.author, left=new)
            for each in page
            if (each.comment_id in self._read or self.is_new(each))
            and (new := each.replies - self._read.get(each.comment_id, 0)) > 0
        )
        marked = tuple(
            Known(comment_id=each.comment_id, seconds=each.seconds, replies=each.replies)
            for each in page
        )
        seen = _newest((*marked, *self.seen))
        if cursor is None or self._has_reached_known(page):
            return type(self)(known=_newest((*seen, *self.known)), threads=threads)
        return type(self)(known=self.known, seen=seen, cursor=cursor, threads=threads)

    def given_up(self) -> Self:
        """The place from which another walk begins, with nothing more known than before."""
        return type(self)(known=self.known)

    def after_replies(self, count: int, cursor: int | None) -> Self:
        """The walk after a page of so many replies in the first thread."""
        thread, *rest = self.threads
        left = thread.left - count
        if cursor is None or left <= 0 or not count:
            return self.model_copy(update={"threads": tuple(rest)})
        further = thread.model_copy(update={"left": left, "cursor": cursor})
        return self.model_copy(update={"threads": (further, *rest)})

    @property
    def _read(self) -> dict[str, int]:
        """Comment -> how many of its replies were read."""
        return {each.comment_id: each.replies for each in (*self.known, *self.seen)}

    def _is_below(self, comment: Found) -> bool:
        """Whether it is older than all that is remembered of what was read down to the end."""
        return len(self.known) == OVERLAP and comment.seconds < self.known[-1].seconds

    def _has_reached_known(self, page: tuple[Found, ...]) -> bool:
        """Comments that are pinned stand above all others, however old they are."""
        if not self.known:
            return False
        oldest = self.known[-1].seconds
        return any(each.seconds <= oldest and not each.is_pinned for each in page)


def _newest(comments: tuple[Known, ...]) -> tuple[Known, ...]:
    """The newest, each once as it stands first."""
    each_once = {each.comment_id: each for each in reversed(comments)}
    return tuple(sorted(each_once.values(), key=lambda each: -each.seconds)[:OVERLAP])
