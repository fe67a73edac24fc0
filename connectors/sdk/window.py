"""The stretches of time in which a list is read, page by page, each overlapping the one before."""

from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict

from connectors.sdk.kept_cursor import read_cursor


class Window(BaseModel):
    """Where a poller is: in a stretch of time at a page, or before one that has not begun.

    Times are seconds since 1970. `place` is the platform's own mark of the next page. Without an
    `end` it has not begun. `is_current` says that it ended in its present when it began: it leaves
    nothing to catch up with, however long its pages take.

    `reached` is the end of the last current stretch before this one. What has changed in a list by
    the time of update while that was read shows only in the next one: until `shown`, the end of the
    current stretch before that, whatever happened has shown in a stretch before this one.
    """

    model_config = ConfigDict(frozen=True)

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
            return cls(start=int((now - first).timestamp()))
        return read_cursor(cls, cursor)

    def begun(self, now: datetime, longest: timedelta) -> Self:
        """With an end: now, or as long as the platform allows.

        One that would begin later than now, as the clock was ahead, begins anew as long ago as the
        platform allows.
        """
        if self.end is not None:
            return self
        present, longest_seconds = int(now.timestamp()), int(longest.total_seconds())
        if self.start > present:
            anew = {"start": present - longest_seconds, "end": present, "is_current": True}
            return self.model_copy(update={**anew, "reached": None, "shown": None})
        latest = self.start + longest_seconds
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
        start = max(self.start, self.end - int(overlap.total_seconds()))
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
