"""Pollers: what asks a platform for a list, one page at a time."""

from dataclasses import dataclass
from typing import Protocol

from httpx import AsyncClient

from schemas.raw import RawEvent


@dataclass(frozen=True, slots=True)
class Page:
    """Events of one page, and where to go on.

    `cursor` is kept only after the broker confirmed `raws`, so that a stop at any moment repeats
    at most this page. `more` says that another page can be had at once.
    """

    raws: tuple[RawEvent, ...]
    cursor: str
    more: bool


class Poller(Protocol):
    """Reads one list of one source."""

    @property
    def name(self) -> str:
        """Unique among all pollers: `platform/source/list`. The cursor is kept under it."""
        ...

    @property
    def interval_seconds(self) -> float:
        """How long to wait after the last page before asking again."""
        ...

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Read the page after `cursor`; None is the very beginning.

        Raises:
            Retry: when the platform is away or busy; with `retry_after_seconds` where it says how
                long it wants to be left alone.
            Reject: when it answers nonsense; it is asked again, as after `Retry`.
            Fatal: when only a person can help, such as a token that has expired. This poller
                stops; the others go on.
        """
        ...
