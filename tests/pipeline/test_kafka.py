"""What the product relies on from a broker, through its own client options."""

import asyncio
import time
import uuid

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.structs import OffsetAndMetadata

from pipeline.kafka import cluster_id, consumer_options, create_topics, producer_options
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.consuming import fetched, start_consumer, stop_consumer
from schemas.topics import EVENTS, PROFILES
from tests.services.apache_kafka import ApacheKafka
from tests.services.broker import NewTopics

READING_SECONDS = 15


@pytest.fixture
def settings(broker_settings: Settings) -> Settings:
    return broker_settings


def _produce(settings: Settings, topic: str, count: int) -> None:
    producer = KafkaProducer(**producer_options(settings))
    sent = [
        producer.send(topic, key=f"key-{number}".encode(), value=str(number).encode())
        for number in range(count)
    ]
    for future in sent:
        future.get(timeout=10)
    producer.close()


def _read(settings: Settings, topic: str, group: str, count: int) -> list[int]:
    """What its group has not read yet, sorted, read and committed by the sink's consumer."""
    return sorted(asyncio.run(_consume(settings, topic, group, count)))


async def _consume(settings: Settings, topic: str, group: str, count: int) -> list[int]:
    numbers: list[int] = []
    consumer = await start_consumer(settings, group)
    try:
        consumer.subscribe([topic])
        until = time.monotonic() + READING_SECONDS
        while len(numbers) < count and time.monotonic() < until:
            for records in (await fetched(consumer, count)).values():
                numbers += [int(record.value) for record in records]
            await asyncio.sleep(0.02)
        await consumer.commit()
    finally:
        await stop_consumer(consumer)
    return numbers


def test_topics_get_the_partitions_asked_for_and_may_be_created_again(
    settings: Settings, new_topics: NewTopics
) -> None:
    topics = new_topics([EVENTS, PROFILES])
    create_topics(settings, topics)
    admin = KafkaAdminClient(bootstrap_servers=[settings.kafka_bootstrap])
    described = {topic["name"]: topic for topic in admin.describe_topics([t.name for t in topics])}
    admin.close()
    assert [len(described[topic.name]["partitions"]) for topic in topics] == [4, 4]


def test_what_was_confirmed_is_read_once_by_a_group_that_resumes(
    settings: Settings, new_topics: NewTopics
) -> None:
    [topic] = new_topics([EVENTS])
    _produce(settings, topic.name, 300)
    group = uuid.uuid4().hex

    began = time.monotonic()
    assert _read(settings, topic.name, group, 300) == list(range(300))
    assert time.monotonic() - began < 8, "joining a group takes half a session"

    _produce(settings, topic.name, 5)
    assert _read(settings, topic.name, group, 5) == list(range(5))


def test_the_high_watermark_of_a_fetch_is_the_true_end(
    settings: Settings, new_topics: NewTopics
) -> None:
    [topic] = new_topics([EVENTS])
    partition = TopicPartition(topic.name, 2)
    producer = KafkaProducer(**producer_options(settings), linger_ms=50)
    for number in range(40):
        producer.send(topic.name, value=b"%d" % number, partition=2)
    producer.flush()
    producer.close()

    consumer = KafkaConsumer(**consumer_options(settings))
    consumer.assign([partition])
    consumer.seek(partition, 40)
    until = time.monotonic() + 5
    while consumer.highwater(partition) is None and time.monotonic() < until:
        consumer.poll(timeout_ms=100)
    assert consumer.highwater(partition) == 40
    consumer.close()


def test_committed_offsets_are_listed_by_group(settings: Settings, new_topics: NewTopics) -> None:
    [topic] = new_topics([EVENTS])
    _produce(settings, topic.name, 10)
    group = uuid.uuid4().hex
    partition = TopicPartition(topic.name, 1)
    consumer = KafkaConsumer(group_id=group, **consumer_options(settings))
    consumer.assign([partition])
    consumer.commit({partition: OffsetAndMetadata(2, "", -1)})
    consumer.close()
    admin = KafkaAdminClient(bootstrap_servers=[settings.kafka_bootstrap])
    offsets = admin.list_group_offsets(group)[group]
    admin.close()
    assert {key: value.offset for key, value in offsets.items() if value.offset >= 0} == {
        partition: 2
    }


def test_a_killed_apache_kafka_keeps_its_cluster_id_what_it_confirmed_and_what_was_read(
    apache_kafka: ApacheKafka,
) -> None:
    settings, group = apache_kafka.settings, uuid.uuid4().hex
    cluster = cluster_id(settings)
    create_topics(settings, [EVENTS])
    _produce(settings, EVENTS.name, 300)
    assert _read(settings, EVENTS.name, group, 300) == list(range(300))
    _produce(settings, EVENTS.name, 7)

    apache_kafka.kill()
    apache_kafka.start()
    apache_kafka.wait_until_ready()
    assert cluster_id(settings) == cluster
    assert _read(settings, EVENTS.name, group, 7) == list(range(7))
