"""Kafka records, without Kafka."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.message import Message


@dataclass(frozen=True, slots=True)
class FakeRecord:
    """A record as kafka-python gives it."""

    topic: str
    value: bytes | None
    offset: int = 0
    partition: int = 0
    key: bytes | None = None
    headers: Sequence[tuple[str, bytes]] = ()


def record(topic: str, message: Message, offset: int = 0, partition: int = 0) -> FakeRecord:
    return FakeRecord(topic, message.to_bytes(), offset, partition)
