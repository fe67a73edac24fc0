"""The sink's consumer and a broker."""

import asyncio
import uuid
from collections.abc import Collection

from aiokafka import ConsumerRebalanceListener, TopicPartition
from kafka import KafkaProducer

from pipeline.kafka import METADATA_MAX_AGE_SECONDS, create_topics, producer_options
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.consuming import start_consumer, stop_consumer
from schemas.topics import RESOLVED_EVENTS, Topic
from tests.services.apache_kafka import ApacheKafka

JOINING_SECONDS = 10


class Joined(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    """Tells when the group has given the consumer partitions, or none."""

    def __init__(self) -> None:
        self.told = asyncio.Event()

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        pass

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        self.told.set()


def test_a_topic_that_appears_after_the_consumer_has_joined_is_read(
    apache_kafka: ApacheKafka,
) -> None:
    assert asyncio.run(_read_when_there(apache_kafka.settings, RESOLVED_EVENTS)) == [b"first"]


async def _read_when_there(settings: Settings, topic: Topic) -> list[bytes]:
    consumer, joined = await start_consumer(settings, uuid.uuid4().hex), Joined()
    try:
        consumer.subscribe([topic.name], listener=joined)
        await asyncio.wait_for(joined.told.wait(), JOINING_SECONDS)
        assert consumer.assignment() == set()
        await asyncio.to_thread(_create_and_fill, settings, topic)
        patience_seconds = METADATA_MAX_AGE_SECONDS + JOINING_SECONDS
        polled = await consumer.getmany(timeout_ms=patience_seconds * 1000)
    finally:
        await stop_consumer(consumer)
    return [record.value for records in polled.values() for record in records]


def _create_and_fill(settings: Settings, topic: Topic) -> None:
    create_topics(settings, [topic])
    producer = KafkaProducer(**producer_options(settings))
    producer.send(topic.name, value=b"first").get(timeout=10)
    producer.close()
