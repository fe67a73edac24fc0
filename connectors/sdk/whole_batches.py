"""Messages to one partition in whole batches: a future for each costs more than the message."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    CorruptRecordException,
    InvalidTimestampError,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
)
from aiokafka.partitioner import murmur2
from aiokafka.producer.message_accumulator import BatchBuilder

MAX_BATCH_BYTES = 512 * 1024
"""Before compression; a broker takes a megabyte unless it is told otherwise."""

REFUSALS = (
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    CorruptRecordException,
    InvalidTimestampError,
    PolicyViolationError,
)
"""What the broker says of a message that it would refuse again."""


class Outgoing(Protocol):
    """A message to be sent. A `value` of None is a tombstone."""

    @property
    def key(self) -> bytes: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes]]: ...


Message = TypeVar("Message", bound=Outgoing)


async def send_in_order(
    producer: AIOKafkaProducer,
    topic: str,
    partition: int,
    messages: Sequence[Message],
    *,
    max_bytes: int,
) -> list[tuple[Message, Exception]]:
    """Send all of `messages`, one batch after the other: a second one on its way could overtake the
    first. Returns when the broker confirmed each, with those that it will never take.

    Args:
        producer: started; its batches hold at most `MAX_BATCH_BYTES`.
        topic: an existing one.
        partition: of the topic.
        messages: in their order.
        max_bytes: of a message's key and value; a larger one is not even tried.

    Raises:
        KafkaError: one could not be confirmed. Any part may have been written.
    """
    refused: list[tuple[Message, Exception]] = []
    first = 0
    while first < len(messages):
        if _size(messages[first]) > max_bytes:
            refused.append((messages[first], MessageSizeTooLargeError()))
            first += 1
            continue
        batch = producer.create_batch()
        end = first
        while end < len(messages) and _append(batch, messages[end]):
            end += 1
        try:
            if end > first:
                await (await producer.send_batch(batch, topic, partition=partition))
            else:  # larger than a batch
                end = first + 1
                await _send_alone(producer, topic, partition, messages[first])
        except REFUSALS:
            # One of them is to blame: each goes by itself, still in order.
            for message in messages[first:end]:
                try:
                    await _send_alone(producer, topic, partition, message)
                except REFUSALS as error:
                    refused.append((message, error))
        first = end
    return refused


@lru_cache(maxsize=65_536)  # Kafka's own hash, in Python; the same keys come again and again
def hash_of(key: bytes) -> int:
    """What Kafka's default partitioner makes of a key; modulo the partitions it is the one."""
    return int(murmur2(key)) & 0x7FFFFFFF


async def _send_alone(
    producer: AIOKafkaProducer, topic: str, partition: int, message: Outgoing
) -> None:
    await producer.send_and_wait(
        topic, message.value, message.key, partition, headers=list(message.headers)
    )


def _size(message: Outgoing) -> int:
    return len(message.key) + len(message.value or b"")


def _append(batch: BatchBuilder, message: Outgoing) -> bool:
    added = batch.append(
        timestamp=None, key=message.key, value=message.value, headers=list(message.headers)
    )
    return added is not None
