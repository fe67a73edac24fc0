"""`dead-letters`: what could not be processed, with its original bytes, ready to be replayed."""

import base64
from uuid import UUID

from msgspec import field

from schemas.message import Message, UtcTime


class Failure(Message, frozen=True, kw_only=True):
    """What was wrong. `shape` shows the value's form only, never the value."""

    error: str
    message: str
    field: str | None = None
    shape: str | None = None
    expected: str | None = None


class DeadLetter(Message, frozen=True, kw_only=True):
    """A message that a step refused. `key` and `value` are the original bytes in base64.

    A `value` of None is a tombstone. Where `value_kept` is false the letter would have been too
    large with it: `value` is empty then, and the message can only be found at its place.

    The latest message of a `dead_letter_id` counts: a replayed one is written again with
    `replayed_at`. The id is the same each time the same message at the same place is
    refused, so that a re-delivery does not list it twice.
    """

    dead_letter_id: UUID
    step: str
    failure: Failure
    topic: str
    partition: int
    offset: int
    key: str | None = None
    value: str | None
    value_kept: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    event_id: UUID | None = None
    failed_at: UtcTime
    replayed_at: UtcTime | None = None

    @property
    def value_bytes(self) -> bytes:
        """None of a tombstone, nor of a value that was not kept."""
        return base64.b64decode(self.value or "")

    @property
    def key_bytes(self) -> bytes | None:
        return None if self.key is None else base64.b64decode(self.key)
