"""Reading a whole topic once, to where it ended when the reading began."""

import time
from collections.abc import Iterator
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from pipeline.kafka import COMMAND_PATIENCE_SECONDS, consumer_options
from pipeline.settings import Settings
from schemas.errors import Retry

IDLE_SECONDS = 3.0
"""A topic that is silent for so long has ended on the embedded broker, whose end offsets lie. Any
other broker is away then: its clients hide that, and go on asking.
"""
_POLL_SECONDS = 0.05
_FETCH_WAIT_MILLISECONDS = 10


def read_topic(settings: Settings, name: str, *, must_exist: bool = False) -> Iterator[Any]:
    """The records of every partition, each partition in order, without joining a group.

    A topic that does not exist has none, unless it must exist.

    Raises:
        Retry: when the broker is away, falls silent before the end of a partition, or has not heard
            yet of a topic that must exist.
    """
    try:
        yield from _read(settings, name, must_exist=must_exist)
    except KafkaError as error:
        raise Retry(f"Kafka is away at {settings.kafka_bootstrap}; is guiyi up running?") from error


def _read(settings: Settings, name: str, *, must_exist: bool) -> Iterator[Any]:
    consumer = KafkaConsumer(
        **consumer_options(settings),
        bootstrap_timeout_ms=COMMAND_PATIENCE_SECONDS * 1000,
        # The end of an empty partition comes with the answer to a fetch.
        fetch_max_wait_ms=_FETCH_WAIT_MILLISECONDS,
    )
    try:
        partitions = [
            TopicPartition(name, number) for number in consumer.partitions_for_topic(name) or ()
        ]
        if not partitions:
            if must_exist:
                raise Retry(f"the broker does not know {name} yet")
            return
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        heard_at = time.monotonic()
        while open_ends := [tp for tp in partitions if not at_end(consumer, tp)]:
            fetched = consumer.poll(timeout_ms=int(_POLL_SECONDS * 1000))
            for records in fetched.values():
                yield from records
            if fetched:
                heard_at = time.monotonic()
            elif time.monotonic() - heard_at > IDLE_SECONDS:
                if settings.embedded_broker:
                    break
                raise Retry(f"Kafka fell silent at {settings.kafka_bootstrap}, amid {name}")
            partitions = open_ends
    finally:
        consumer.close()


def at_end(consumer: KafkaConsumer, partition: TopicPartition) -> bool:
    """By the high watermark that came with a fetch; before the first fetch nobody knows."""
    end = consumer.highwater(partition)
    return end is not None and consumer.position(partition) >= end
