"""The stretches of time in which a list is read, page by page, each overlapping the one before."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

from connectors.sdk.kept_cursor import read_cursor


class Window(BaseModel):
    """Where a poller is: in a stretch of time at a page, or before one that has not begun.

    Times are since 1970, in seconds or of such units as there are `per_second`. `place` is the
    platform's own mark of the next page. Without an `end` it has not begun. `is_current` says that
    it ended in its present when it began: it leaves nothing to catch up with, however long its
    pages take.

    `reached` is the end of the last current stretch before this one. What has changed in a list by
    the time of update while that was read shows only in the next one: until `shown`, the end of the
    current stretch before that, whatever happened has shown in a stretch before this one.
    """

    model_config = ConfigDict(frozen=True)

    per_second: ClassVar[int] = 1

    start: int
    end: int | None = None
    place: str = ""
    is_current: bool = False
    reached: int | None = None
    shown: int | None = None

    @classmethod
    def at(cls, cursor: str | None, now: datetime, first: timedelta) -> Self:
        """Where `cursor` says; without one the first stretch, which begins `first` ago.

        Raises:
            Fatal: for a cursor that is none of ours.
        """
        if cursor is None:
            return cls(start=cls.time(now - first))
        return read_cursor(cls, cursor)

    @classmethod
    def time(cls, at: datetime) -> int:
        """That time as the platform tells it."""
        return int(at.timestamp() * cls.per_second)

    def begun(self, now: datetime, longest: timedelta) -> Self:
        """With an end: now, or as long as the platform allows.

        One that would begin later than now, as the clock was ahead, begins anew as long ago as the
        platform allows.
        """
        if self.end is not None:
            return self
        present, length = self.time(now), self._length(longest)
        if self.start > present:
            anew = {"start": present - length, "end": present, "is_current": True}
            return self.model_copy(update={**anew, "reached": None, "shown": None})
        latest = self.start + length
        return self.model_copy(
            update={"end": min(present, latest), "is_current": present <= latest}
        )

    def turned(self, place: str) -> str:
        """The cursor of the page at `place`."""
        return self.model_copy(update={"place": place}).model_dump_json(exclude_defaults=True)

    def closed(self, overlap: timedelta) -> str:
        """The cursor of the next stretch, which begins `overlap` before the end of this one.

        So what shows late is found. It never begins before this one did.
        """
        assert self.end is not None
        start = max(self.start, self.end - self._length(overlap))
        following = self.model_copy(
            update={
                "start": start,
                "end": None,
                "place": "",
                "is_current": False,
                "reached": self.end if self.is_current else self.reached,
                "shown": self.reached,
            }
        )
        return following.model_dump_json(exclude_defaults=True)

    def _length(self, of: timedelta) -> int:
        return int(of.total_seconds() * self.per_second)
