"""Which live rooms have pushed lately: those whose lost pushes are worth asking for."""

from collections import OrderedDict

_MOST_ROOMS = 500


class LiveRooms:
    """Rooms and message types as pushes come in; the longest silent are forgotten first."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    def note(self, room_id: str, message_type: str) -> None:
        """A push of this type came from this room."""
        self._seen[room_id, message_type] = None
        self._seen.move_to_end((room_id, message_type))
        if len(self._seen) > _MOST_ROOMS:
            self._seen.popitem(last=False)

    def take(self, message_type: str) -> tuple[str, ...]:
        """The rooms that have pushed this type since the last `take` of it."""
        rooms = tuple(room for room, kind in self._seen if kind == message_type)
        for room in rooms:
            del self._seen[room, message_type]
        return rooms
