"""The chosen broker as fixtures: one for the whole run, topics of one's own for each test."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.topics import Topic
from tests.services.any_broker import AnyBroker, BrokerKind, a_broker
from tests.services.apache_kafka import ApacheKafka

NewTopics = Callable[[Sequence[Topic]], list[Topic]]


@pytest.fixture(scope="session")
def broker_settings(
    kafka_kind: BrokerKind, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """The settings of a running broker's clients."""
    with a_broker(kafka_kind, tmp_path_factory.mktemp("broker")) as running:
        yield running.settings


@pytest.fixture(scope="session")
def broker(broker_settings: Settings) -> str:
    """The bootstrap server of that broker, `host:port`."""
    return broker_settings.kafka_bootstrap


@pytest.fixture
def own_broker(kafka_kind: BrokerKind, tmp_path: Path) -> Iterator[AnyBroker]:
    """A running broker of the test's own, to do harm to."""
    with a_broker(kafka_kind, tmp_path / "broker") as running:
        yield running


@pytest.fixture
def apache_kafka(own_broker: AnyBroker) -> ApacheKafka:
    """The same, for a test of what only Apache Kafka does."""
    assert isinstance(own_broker, ApacheKafka)
    return own_broker


@pytest.fixture
def new_topics(broker_settings: Settings) -> NewTopics:
    """Create topics like the given ones, under names no other test uses."""

    def create(topics: Sequence[Topic]) -> list[Topic]:
        suffix = uuid.uuid4().hex[:8]
        fresh = [replace(topic, name=f"{topic.name}.{suffix}") for topic in topics]
        create_topics(broker_settings, fresh)
        return fresh

    return create
