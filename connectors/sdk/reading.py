"""What reading a raw event gives: customer events, or the reason why it is none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
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


class Origin(TypedDict):
    """What a customer event has of the raw event that it is read from."""

    event_id: UUID
    platform: str
    source_account: str
    received_at: datetime


def origin_of(raw: RawEvent, event_id: UUID | None = None) -> Origin:
    """These fields of a customer event: `CustomerEvent(**origin_of(raw), type=…)`.

    Args:
        raw: what it is read from.
        event_id: where it is not the raw event's own, as that of a fact which others tell too.
    """
    return {
        "event_id": event_id or raw.event_id,
        "platform": raw.platform,
        "source_account": raw.source_account,
        "received_at": raw.received_at,
    }


def nth_event_id(raw: RawEvent, index: int) -> UUID:
    """The id of the event at `index` among those that one raw event gives; the first keeps its."""
    return uuid5(raw.event_id, str(index)) if index else raw.event_id
