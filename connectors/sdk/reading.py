"""What reading a raw event gives: customer events, or the reason why it is none."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid5

from schemas.event import CustomerEvent
from schemas.raw import RawEvent


@dataclass(frozen=True, slots=True)
class Ignored:
    """The payload is understood and tells nothing that a customer did."""

    reason: str


Reading = tuple[CustomerEvent, ...] | Ignored
"""Without events and without a reason: a note of our own, of which nothing was to be expected.
Unlike what is ignored it is not counted as dropped."""

Read = Callable[[RawEvent], Reading]
"""Pure: no configuration, no I/O. Raises `Reject` for a payload that cannot be read."""


def nth_event_id(raw: RawEvent, index: int) -> UUID:
    """The id of the event at `index` among those that one raw event gives; the first keeps its."""
    return uuid5(raw.event_id, str(index)) if index else raw.event_id
