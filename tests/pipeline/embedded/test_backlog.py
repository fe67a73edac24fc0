import uuid

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.structs import OffsetAndMetadata

from pipeline.embedded.backlog import Backlog
from pipeline.embedded.ports import free_port
from pipeline.kafka import consumer_options, producer_options
from pipeline.settings import Settings
from schemas.errors import Retry
from schemas.topics import EVENTS, PROFILES
from tests.services.broker import NewTopics


def test_each_group_is_behind_by_what_it_has_not_committed_on_its_topics(
    broker_settings: Settings, new_topics: NewTopics
) -> None:
    events, profiles = (topic.name for topic in new_topics([EVENTS, PROFILES]))
    worker, sink = uuid.uuid4().hex, uuid.uuid4().hex
    # Many messages in one batch: the broker's own answer for the end would be wrong.
    producer = KafkaProducer(**producer_options(broker_settings), linger_ms=50)
    for number in range(100):
        producer.send(events, value=b"%d" % number, partition=number % 2)
    producer.flush()

    with Backlog(broker_settings, {worker: [events], sink: [profiles]}) as backlog:
        assert backlog.unprocessed() == {worker: 100, sink: 0}

        _commit(broker_settings, worker, TopicPartition(events, 0), 50)
        _commit(broker_settings, worker, TopicPartition(events, 1), 20)
        producer.send(profiles, key=b"key", value=b"profile", partition=3).get(10)
        assert backlog.unprocessed() == {worker: 30, sink: 1}
        assert backlog.by_topic() == {worker: {events: 30}, sink: {profiles: 1}}
    producer.close()


def test_a_broker_that_is_away_is_told_as_retry() -> None:
    with pytest.raises(Retry):
        Backlog(Settings(kafka_bootstrap=f"127.0.0.1:{free_port()}"), {"worker": ["events"]})


def _commit(settings: Settings, group: str, partition: TopicPartition, offset: int) -> None:
    consumer = KafkaConsumer(group_id=group, **consumer_options(settings))
    consumer.assign([partition])
    consumer.commit({partition: OffsetAndMetadata(offset, "", -1)})
    consumer.close()
