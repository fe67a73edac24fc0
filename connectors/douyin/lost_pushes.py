"""Asking for pushes of live rooms that did not reach us."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from httpx import AsyncClient
from pydantic import BaseModel, ConfigDict

from connectors.douyin.live_api import PAGE_PUSHES, LiveApi
from connectors.douyin.live_rooms import LiveRooms
from connectors.douyin.raw_events import LiveRoom, live_events
from connectors.sdk.kept_cursor import KeptCursor
from connectors.sdk.payload import Payload
from connectors.sdk.poller import Page
from schemas.raw import RawEvent

KEPT_TYPES = frozenset({"live_gift", "live_fansclub"})
"""The message types whose lost pushes Douyin keeps."""

_ASK_FOR = timedelta(hours=6)
"""How long a room is asked about after its last push; shows rarely are longer."""


class Room(BaseModel):
    """A room's pushes of one type: when the last one came, and the page of lost ones to ask for."""

    model_config = ConfigDict(frozen=True)

    room_id: str
    message_type: str
    pushed_at: datetime
    page: int = 1


class Round(KeptCursor):
    """The cursor: all rooms that are asked about, and which is next.

    The last page of a room is asked for again in each round, as it grows.
    """

    rooms: tuple[Room, ...] = ()
    at: int = 0

    def begun(self, pushed: Mapping[tuple[str, str], datetime], now: datetime) -> Self:
        """A new round, with the rooms that have pushed, without those long silent."""
        rooms = {(room.room_id, room.message_type): room for room in self.rooms}
        for (room_id, message_type), at in pushed.items():
            if message_type in KEPT_TYPES:
                known = rooms.get((room_id, message_type))
                rooms[room_id, message_type] = Room(
                    room_id=room_id,
                    message_type=message_type,
                    pushed_at=at,
                    page=known.page if known else 1,
                )
        return type(self)(
            rooms=tuple(room for room in rooms.values() if now - room.pushed_at < _ASK_FOR)
        )

    def after(self, *, has_more: bool) -> Self:
        """The round after a page of the room whose turn it is."""
        if not has_more:
            return type(self)(rooms=self.rooms, at=self.at + 1)
        room = self.rooms[self.at]
        further = room.model_copy(update={"page": room.page + 1})
        rooms = (*self.rooms[: self.at], further, *self.rooms[self.at + 1 :])
        return type(self)(rooms=rooms, at=self.at)


@dataclass(frozen=True, slots=True)
class LostPushPoller:
    """Asks about each room that has pushed to this process within the last hours.

    What was pushed after all, or is asked for again, is the same event.
    """

    api: LiveApi
    source: str
    rooms: LiveRooms
    interval_seconds: float
    own_viewers: Collection[str] = ()

    @property
    def name(self) -> str:
        """`douyin/source/lost_pushes`."""
        return f"{self.source}/lost_pushes"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        """Raw events of the next page of lost pushes; see `Poller.page`."""
        round_, now = Round.of(cursor), datetime.now(UTC)
        if round_.at == 0:
            round_ = round_.begun(self.rooms.pushed(), now)
        if round_.at >= len(round_.rooms):
            return Page((), Round(rooms=round_.rooms).cursor, more=False)
        room = round_.rooms[round_.at]
        data = await self.api.lost(client, room.room_id, room.message_type, room.page)
        if data is None:
            return Page((), round_.after(has_more=False).cursor, more=True)
        raws = tuple(self._raw_events(room, data, now))
        total = data.number("total_count") or 0
        after = round_.after(has_more=room.page * PAGE_PUSHES < total)
        return Page(raws, after.cursor, more=True)

    def _raw_events(self, room: Room, data: Payload, now: datetime) -> Iterator[RawEvent]:
        """The messages of each lost push, as if it had come."""
        for push in data.children("data_list"):
            body = push.required("payload").encode()
            of = LiveRoom(self.api.app_id, room.room_id, room.message_type, self.own_viewers)
            yield from live_events(body, of, now)
