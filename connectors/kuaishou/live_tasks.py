"""Keeping the pushes of live rooms going."""

from dataclasses import dataclass

from httpx import AsyncClient

from connectors.kuaishou.live_api import LiveApi
from connectors.sdk.poller import Page


@dataclass(frozen=True, slots=True)
class LiveTaskPoller:
    """Starts each room's data task where it is not running, once the room is live.

    It lists nothing: what happens in the rooms comes to the receiver.
    """

    api: LiveApi
    source: str
    room_codes: tuple[str, ...]
    interval_seconds: float

    @property
    def name(self) -> str:
        """`kuaishou/source/live_tasks`."""
        return f"{self.source}/live_tasks"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """No events, ever; see `Poller.page`."""
        for room_code in self.room_codes:
            if not await self.api.is_pushed(client, room_code):
                await self.api.start(client, room_code)
        return Page((), cursor or "", more=False)
