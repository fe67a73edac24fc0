"""What callbacks ask to have looked at, until it was."""

from connectors.sdk.doorbell import Doorbell

MOST = 10_000
"""More than this many are left to the round over everything, as are those that a stop forgets."""


class Waiting:
    """Ids, each once, the one that has waited longest first. Adding one rings the doorbell."""

    def __init__(self) -> None:
        self.doorbell = Doorbell()
        self._notes: dict[str, str] = {}

    def __contains__(self, waiting_id: str) -> bool:
        return waiting_id in self._notes

    def __len__(self) -> int:
        return len(self._notes)

    def add(self, waiting_id: str, note: str = "") -> None:
        """Have an id looked at; `note` is what the last callback about it said."""
        if waiting_id in self._notes or len(self._notes) < MOST:
            self._notes[waiting_id] = note
        self.doorbell.ring()

    def note_of(self, waiting_id: str) -> str:
        """What the last callback about it said; empty where it does not wait."""
        return self._notes.get(waiting_id, "")

    def first(self) -> tuple[str, str] | None:
        """The id that has waited longest, with its note. It stays until it is done."""
        return next(iter(self._notes.items()), None)

    def postpone(self, waiting_id: str) -> None:
        """Have it looked at last, as nothing is said of it now."""
        if waiting_id in self._notes:
            self._notes[waiting_id] = self._notes.pop(waiting_id)

    def done(self, waiting_id: str, note: str) -> None:
        """It was looked at when `note` was its note; another one since then makes it wait anew."""
        newest = self._notes.pop(waiting_id, note)
        if newest != note:
            self._notes[waiting_id] = newest
