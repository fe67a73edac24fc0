"""Where a walk through a list stands: from the newest post down to those that are known."""

from typing import Self

from connectors.sdk.kept_cursor import KeptCursor

MAX_EMPTY = 3
"""How often a walk under way may be told that nothing is left before it is believed. A page below
a post that still stands holds at least that post, as `max_id` is inclusive."""

OVERLAP = 50
"""How many known posts a walk reads again: some appear late, after others with higher ids."""


class Walk(KeptCursor):
    """The cursor of a list. Ids are numbers; a higher one is newer.

    `known` are the newest ids of the finished walks, at most `OVERLAP`, newest first. `below` is
    set while a walk is under way: the oldest id that it has reached. `seen` are ids of that walk,
    newest first, as many as will be remembered. `empty` counts the empty pages since the last full.
    """

    known: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()
    below: int | None = None
    empty: int = 0

    @property
    def query(self) -> dict[str, str]:
        """What to ask Weibo for: `since_id` is exclusive, `max_id` inclusive."""
        query = {"since_id": str(self.known[-1])} if self.known else {}
        return query if self.below is None else query | {"max_id": str(self.below)}

    def is_new(self, post_id: int) -> bool:
        """Whether neither an earlier walk nor the page before has had this post."""
        return post_id not in self.known and post_id != self.below and post_id not in self.seen

    def after(self, page: tuple[int, ...]) -> Self:
        """The walk after a page of these ids.

        It is finished when the page holds none below the last, or when it has been empty
        `MAX_EMPTY` times. Had a single empty page ended it, all that lies below would count as
        known and never be asked for again.
        """
        below = min(page, default=None)
        if below is None and self.below is not None and self.empty + 1 < MAX_EMPTY:
            return self.model_copy(update={"empty": self.empty + 1})
        if below is None or (self.below is not None and below >= self.below):
            return type(self)(known=_newest((*self.seen, *self.known)))
        return type(self)(known=self.known, seen=_newest((*self.seen, *page)), below=below)


def _newest(ids: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(ids), reverse=True)[:OVERLAP])
