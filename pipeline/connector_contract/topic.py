"""A platform's raw topic on a broker that may be taken away."""

import time
from typing import Protocol

from kafka import KafkaConsumer, TopicPartition

from pipeline.kafka import consumer_options, create_topics
from pipeline.settings import Settings
from schemas.raw import RawEvent
from schemas.topics import raw_topic

_QUIET_POLLS = 3
_ANSWER_SECONDS = 30.0
"""For the first answer, which a broker that was away may be long about."""


class OwnBroker(Protocol):
    """A running broker of a test's own."""

    @property
    def settings(self) -> Settings:
        """Those of its clients."""
        ...

    def stop(self) -> None:
        """Let it end."""
        ...

    def start(self) -> None:
        """Run it again; it is not ready yet."""
        ...

    def wait_until_ready(self) -> None:
        """Wait until it answers."""
        ...


def create_raw_topic(settings: Settings, platform: str) -> None:
    """Create the platform's topic unless it is there."""
    create_topics(settings, [raw_topic(platform)])


def come_back(broker: OwnBroker, platform: str) -> None:
    """Start the broker again, and create the topic, which the embedded one has forgotten."""
    broker.start()
    broker.wait_until_ready()
    create_raw_topic(broker.settings, platform)


def on_topic(settings: Settings, platform: str, source_account: str) -> list[RawEvent]:
    """The raw events of one source, partition by partition, each in its order."""
    consumer = KafkaConsumer(**consumer_options(settings))
    topic = raw_topic(platform).name
    partitions = [TopicPartition(topic, p) for p in consumer.partitions_for_topic(topic)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    found: list[RawEvent] = []
    quiet = 0
    answered_by = time.monotonic() + _ANSWER_SECONDS
    while quiet < _QUIET_POLLS or (
        any(consumer.highwater(partition) is None for partition in partitions)
        and time.monotonic() < answered_by
    ):
        batches = consumer.poll(timeout_ms=200)
        quiet = 0 if batches else quiet + 1
        for messages in batches.values():
            for message in messages:
                raw = RawEvent.from_bytes(message.value)
                assert message.key == raw.person_id.encode()
                found.append(raw)
    consumer.close()
    return [raw for raw in found if raw.source_account == source_account]
