"""The one table of topics: name, key, model, cleanup policy, retention."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from schemas.dead_letter import DeadLetter
from schemas.event import CustomerEvent, ResolvedEvent
from schemas.halt import Halt
from schemas.identity import IdentityChange
from schemas.message import Message
from schemas.profile import Profile
from schemas.raw import RawEvent

RAW_PREFIX = "raw."
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it is created. `key` names the field whose text is the message key.

    Without a `retention`, data is kept for good. `personal` topics carry plain personal values
    and are therefore kept short. What a message leads to fits into the topics behind it: the
    largest event still fits, in base64, into a dead letter.
    """

    name: str
    key: str
    model: type[Message]
    cleanup: Literal["delete", "compact"] = "delete"
    retention: timedelta | None = None
    personal: bool = False
    max_message_bytes: int = 4 * MEBIBYTE

    @property
    def config(self) -> dict[str, str]:
        """Kafka topic configuration.

        Messages get the broker's time: Kafka 4 refuses those of a client whose clock is an hour
        ahead.
        """
        milliseconds = -1 if self.retention is None else int(self.retention.total_seconds() * 1000)
        return {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(milliseconds),
            "max.message.bytes": str(self.max_message_bytes),
            "message.timestamp.type": "LogAppendTime",
        }


def raw_topic(platform: str) -> Topic:
    """The topic of one platform's raw events."""
    return Topic(
        name=RAW_PREFIX + platform,
        key="person_id",
        model=RawEvent,
        retention=timedelta(days=7),
        personal=True,
        max_message_bytes=2 * MEBIBYTE,
    )


EVENTS = Topic(
    name="events",
    key="account.account_id",
    model=CustomerEvent,
    retention=timedelta(days=7),
    personal=True,
    max_message_bytes=3 * MEBIBYTE,
)
RESOLVED_EVENTS = Topic(
    "resolved-events", "account.account_id", ResolvedEvent, "delete", timedelta(days=30)
)
PROFILES = Topic("profiles", "profile_id", Profile, "compact")
IDENTITY_CHANGES = Topic(
    "identity-changes", "profile_id", IdentityChange, "delete", timedelta(days=90)
)
DEAD_LETTERS = Topic(
    name="dead-letters",
    key="dead_letter_id",
    model=DeadLetter,
    retention=timedelta(days=30),
    personal=True,
    max_message_bytes=5 * MEBIBYTE,
)
HALTS = Topic("halts", "group", Halt, "compact")
MAX_MESSAGE_BYTES = DEAD_LETTERS.max_message_bytes
"""The largest message of any topic."""

TOPICS = (EVENTS, RESOLVED_EVENTS, PROFILES, IDENTITY_CHANGES, DEAD_LETTERS, HALTS)
"""Every topic but the raw ones, of which there is one for each platform (`raw_topic`)."""
