"""Making a dead letter of a message that a step refused."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

import orjson

from pipeline.record import Record
from schemas.dead_letter import DeadLetter, Failure

_NAMESPACE = UUID("0c7f6a3e-2f9c-5c9e-8a57-6775697969d1")

UNSENT = "produce"
"""The step that messages of ours were refused at."""


def dead_letter(
    step: str, failure: Failure, *, cluster_id: str, topic: str, partition: int, record: Record
) -> DeadLetter:
    """The dead letter of `record`, the same one each time that it is refused at its place."""
    place = f"{cluster_id}/{topic}/{partition}/{record.offset}/{step}"
    return DeadLetter(
        dead_letter_id=uuid5(_NAMESPACE, place),
        step=step,
        failure=failure,
        topic=topic,
        partition=partition,
        offset=record.offset,
        key=None if record.key is None else base64.b64encode(record.key).decode("ascii"),
        value=_text(record.value),
        headers={name: content.decode(errors="replace") for name, content in record.headers},
        event_id=_event_id(record.value),
        failed_at=datetime.now(UTC),
    )


def unsent_letter(
    topic: str,
    partition: int,
    key: bytes,
    value: bytes | None,
    headers: Sequence[tuple[str, bytes]],
    *,
    reason: str,
    made_of: str,
) -> DeadLetter:
    """The dead letter of a message of ours that the broker refused, the same one each time.

    Replaying it sends the message again, which goes once the topic's limit is raised.

    Args:
        topic: where it was to go.
        partition: of that topic.
        key: of the message.
        value: of the message; None for a tombstone.
        headers: of the message.
        reason: Kafka's name for the refusal.
        made_of: the messages that led to it.
    """
    content = value or b""
    what = b"\x1f".join((topic.encode(), key, hashlib.sha256(content).digest()))
    return DeadLetter(
        dead_letter_id=uuid5(_NAMESPACE, what.hex()),
        step=UNSENT,
        failure=Failure(
            error=reason,
            message=(
                f"{topic}: the broker refused {len(content)} bytes, made of {made_of}: {reason}"
            ),
        ),
        topic=topic,
        partition=partition,
        offset=-1,
        key=base64.b64encode(key).decode("ascii"),
        value=_text(value),
        headers={name: text.decode(errors="replace") for name, text in headers},
        event_id=_event_id(value),
        failed_at=datetime.now(UTC),
    )


def without_value(letter: DeadLetter) -> DeadLetter:
    """The letter as it goes where it is too large otherwise: a message that was too large for its
    topic is too large again in base64, but its place and what was wrong are still known.
    """
    return letter.but(value="", value_kept=False)


def _text(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode("ascii")


def _event_id(value: bytes | None) -> UUID | None:
    """The event's id where the bytes can be read that far."""
    try:
        return UUID(orjson.loads(value or b"")["event_id"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
