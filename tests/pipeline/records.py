"""Kafka records, without Kafka."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.message import Message


@dataclass(frozen=True, slots=True)
class ARecord:
    """A record as a consumer gives it."""

    topic: str = "topic"
    value: bytes | None = None
    offset: int = 0
    timestamp: int = 0
    partition: int = 0
    key: bytes | None = None
    headers: Sequence[tuple[str, bytes]] = ()


def record(topic: str, message: Message, offset: int = 0, partition: int = 0) -> ARecord:
    return ARecord(topic, message.to_bytes(), offset, partition=partition)
