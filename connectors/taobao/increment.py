"""Where a walk through a list that is asked for by time stands: windows, and pages in each."""

from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict

from connectors.sdk.kept_cursor import read_cursor

OVERLAP = timedelta(minutes=5)
"""How far a window reaches back into the one before: some entries show late."""

LONGEST = timedelta(days=1)
"""Of a window; Taobao allows no longer one."""

PAGE_ENTRIES = 100
_MOST_REMEMBERED = 1000
"""Entries of the overlap that are not published again; of more, some are, as the same events."""


class Increment(BaseModel):
    """The cursor of a list.

    All that changed before `since` is published. While a window is under way `until` is its end,
    and `page` the next to be read; pages are read from the last to the first, because an entry
    that changes again leaves the window, and those behind it move towards the first page. `known`
    are late entries of the windows before, `seen` those of this one, each as key and time.
    """

    model_config = ConfigDict(frozen=True)

    since: datetime
    until: datetime | None = None
    page: int = 0
    known: tuple[tuple[str, datetime], ...] = ()
    seen: tuple[tuple[str, datetime], ...] = ()

    @classmethod
    def of(cls, cursor: str | None, beginning: datetime) -> Self:
        """The walk that a cursor tells of; without one a walk from `beginning`.

        Raises:
            Fatal: for a cursor that is none of ours.
        """
        return read_cursor(cls, cursor) if cursor else cls(since=beginning)

    @property
    def cursor(self) -> str:
        """The walk as text."""
        return self.model_dump_json(exclude_defaults=True)

    @property
    def begin(self) -> datetime:
        """The beginning of the window."""
        return self.since - OVERLAP

    def opened(self, now: datetime) -> Self:
        """With the next window, whose pages are not known yet."""
        return self.model_copy(update={"until": min(self.begin + LONGEST, now), "page": 0})

    def counted(self, entries: int) -> Self:
        """At the last page of the window, which holds so many entries; past it if it has none."""
        pages = -(-entries // PAGE_ENTRIES)
        return self.model_copy(update={"page": pages}) if pages else self._closed()

    def is_new(self, key: str, changed_at: datetime) -> bool:
        """Whether the entry as of that time is not known from the overlap."""
        return (key, changed_at) not in {*self.known, *self.seen}

    def after(self, entries: tuple[tuple[str, datetime], ...]) -> Self:
        """After a page of these entries."""
        seen = self._late(*self.seen, *entries)
        read = self.model_copy(update={"page": self.page - 1, "seen": seen})
        return read if read.page else read._closed()  # noqa: SLF001 (of the same class)

    def _closed(self) -> Self:
        known = self._late(*self.known, *self.seen)
        return type(self)(since=self.until or self.since, known=known)

    def _late(self, *entries: tuple[str, datetime]) -> tuple[tuple[str, datetime], ...]:
        """Those that the next window will hold once more, newest first."""
        overlap = (self.until or self.since) - OVERLAP
        late = {(key, at) for key, at in entries if at >= overlap}
        return tuple(sorted(late, key=lambda entry: entry[1], reverse=True)[:_MOST_REMEMBERED])
