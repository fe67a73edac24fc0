"""Reading a list again and again, and telling only what changed: the cursor of a poller."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Self

from connectors.sdk.kept_cursor import KeptCursor

DAYS = 30
"""How far back reviews may be asked for."""


class Round(KeptCursor):
    """A round over the reviews of the days from `start` to `end`, both included.

    `known` is what each review said in the round before, by its id, as a digest; `seen` what those
    said that this round has read. `part` and `place` are where it is. Without an `end` it has not
    begun. What a round no longer finds is forgotten.
    """

    known: Mapping[str, str] = {}
    seen: Mapping[str, str] = {}
    start: date | None = None
    end: date | None = None
    part: int = 0
    place: int = 0

    def begun(self, end: date) -> Self:
        """With its days. One that is under way keeps those that it began with, but for one that
        was interrupted for so long that its first day may no longer be asked for.
        """
        if self.end is not None and end - self.end <= timedelta(days=1):
            return self
        start = end - timedelta(days=DAYS - 1)
        return type(self)(known={**self.known, **self.seen}, start=start, end=end)

    def is_news(self, review_id: str, said: str) -> bool:
        """Whether the review is new or says something else than before."""
        return self.seen.get(review_id, self.known.get(review_id)) != said

    def after(self, page: Mapping[str, str], *, place: int | None, parts: int) -> Self:
        """After a page with these reviews and what they said.

        Args:
            page: digests by id.
            place: of the next page; None where this was the last of its part.
            parts: how many parts a round has.
        """
        seen = {**self.seen, **page}
        if place is not None:
            return self.model_copy(update={"seen": seen, "place": place})
        if self.part + 1 < parts:
            return self.model_copy(update={"seen": seen, "part": self.part + 1, "place": 0})
        return type(self)(known=seen)
