"""What the platform says on the socket: commands as raw events, and what is meant for us."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from connectors.bilibili.event_types import PREFIX
from connectors.bilibili.frames import Operation, decode
from connectors.bilibili.live import user_of
from connectors.bilibili.receiver import PLATFORM
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Reject, Retry
from schemas.raw import RawEvent

_END = f"{PREFIX}INTERACTION_END"


def bodies_of(message: bytes) -> list[bytes]:
    """What is to be kept of a message: its commands, or all of it where it cannot be read."""
    try:
        frames = decode(message)
    except Reject:
        return [message]
    return [frame.body for frame in frames if frame.operation == Operation.MESSAGE]


def raw_event(body: bytes, app_id: str, headers: Mapping[str, str]) -> RawEvent:
    """A command as a raw event. What has no id, or is no command, is known by its bytes.

    `headers` are what the command itself does not tell: the `developer`, and the room's `anchor`.
    """
    person_id = message_id = None
    with suppress(Reject):
        data = Payload(parse_object(body)).child("data")
        person_id, message_id = user_of(data).text("open_id"), data.text("msg_id")
    return RawEvent.of(
        platform=PLATFORM,
        source_account=app_id,
        kind="live",
        person_id=person_id,
        dedupe_key=f"live:{message_id or hashlib.sha256(body).hexdigest()}",
        body=body,
        received_at=datetime.now(UTC),
        headers=headers,
    )


def check_admitted(answer: bytes) -> None:
    """See that the auth body was accepted.

    Raises:
        Retry: when it was not; another session brings another auth body.
        Reject: when that cannot be told.
    """
    for frame in decode(answer):
        if frame.operation == Operation.AUTH_REPLY:
            code = Payload(parse_object(frame.body or b"{}")).text("code")
            if code not in (None, "0"):
                raise Retry(f"Bilibili answered {code} to the auth body")
            return
    raise Retry("Bilibili did not answer the auth body")


def is_end(body: bytes, game_id: str) -> bool:
    """Whether a command ends this session, and not the one before."""
    if _END.encode() not in body:
        return False
    try:
        command = Payload(parse_object(body))
        ended = command.child("data").text("game_id")
        return command.text("cmd") == _END and ended in (None, game_id)
    except Reject:
        return False
