"""Listeners: what keeps a connection to a platform open and hears events on it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from httpx import AsyncClient

from schemas.raw import RawEvent

Publish = Callable[[Sequence[RawEvent]], Awaitable[None]]
"""Returns once the broker has confirmed all of them; while it is away it waits, so that nothing
more is read from the platform. An event larger than the broker takes is passed over and counted.
Publishing nothing says that the connection stands, which a quiet platform does not show."""


class Listener(Protocol):
    """Hears one stream of one source."""

    @property
    def name(self) -> str:
        """Unique among all pollers and listeners: `platform/source/stream`."""
        ...

    async def listen(self, publish: Publish, client: AsyncClient) -> None:
        """Connect and publish what is heard, until the platform ends the connection.

        What a platform wants confirmed is confirmed after `publish`, never before. On a graceful
        stop this is cancelled, and says goodbye to the platform where that matters. After it
        returned or raised, it is called again.

        Raises:
            Retry: when the platform is away, busy, or breaks off.
            Reject: when it says nonsense.
            Fatal: when only a person can help. This listener stops; the others go on.
        """
        ...

    async def check(self, client: AsyncClient) -> None:
        """Connect and go again, without publishing; for `guiyi connectors check`.

        Raises:
            Retry, Reject, Fatal: as `listen`.
        """
        ...
