"""Which live rooms have pushed lately: those whose lost pushes are worth asking for."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime

_MOST_ROOMS = 500


class LiveRooms:
    """Rooms and message types as pushes come in; the longest silent are forgotten first."""

    def __init__(self) -> None:
        self._pushed: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    def note(self, room_id: str, message_type: str, at: datetime) -> None:
        """A push of this type came from this room."""
        self._pushed[room_id, message_type] = at
        self._pushed.move_to_end((room_id, message_type))
        if len(self._pushed) > _MOST_ROOMS:
            self._pushed.popitem(last=False)

    def pushed(self) -> Mapping[tuple[str, str], datetime]:
        """Room and message type -> when it pushed last."""
        return dict(self._pushed)
