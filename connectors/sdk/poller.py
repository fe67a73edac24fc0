"""Pollers: what asks a platform for a list, one page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from httpx import AsyncClient

from connectors.sdk.doorbell import Doorbell
from schemas.errors import Reject
from schemas.raw import RawEvent


@dataclass(frozen=True, slots=True)
class Page:
    """Events of one page, and where to go on.

    `cursor` is kept only after the broker confirmed `raws`, so that a stop at any moment repeats
    at most this page. `more` says that another page can be had at once.

    `quotas_left` are calls that the platform still allows, by the quota's name, where it says so.
    `behind_seconds` is how long ago the newest of the events happened. `skipped` is how much was
    passed over, as the platform refuses it and not all else.
    """

    raws: tuple[RawEvent, ...]
    cursor: str
    more: bool
    quotas_left: Mapping[str, float] = field(default_factory=dict)
    behind_seconds: float | None = None
    skipped: int = 0


def following(place: str, next_place: str, field: str) -> str:
    """The platform's mark of the next page, empty after the last.

    Raises:
        Reject: when it is the page that was just read, which would be read again for ever.
    """
    if next_place and next_place == place:
        raise Reject(field, "another page than the one that it stands on")
    return next_place


class Poller(Protocol):
    """Reads one list of one source.

    One that has a `doorbell` is `Rung`: it is asked at once when a callback rings.
    """

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


@runtime_checkable
class Rung(Protocol):
    """A poller that need not wait for its interval, as a callback says when there is something."""

    @property
    def doorbell(self) -> Doorbell:
        """What the source's receiver rings."""
        ...
