"""Workers over the broker of the tests and an identity store of their own."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from kafka import KafkaConsumer, TopicPartition

from pipeline.dead_letters.bound import DeadLetterBound
from pipeline.flow.masking import Masking
from pipeline.flow.outputs import Output, Outputs, Unsent
from pipeline.flow.refusing import Refusing
from pipeline.flow.worker import Worker
from pipeline.kafka import consumer_options, create_topics
from pipeline.settings import Settings
from pipeline.streams import Batch
from resolvers.policy import load_policy
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.event import CustomerEvent
from schemas.topics import EVENTS, TOPICS
from tests.pipeline.records import record
from tests.services.any_broker import AnyBroker

CLUSTER = uuid.uuid4().hex


@dataclass(frozen=True)
class Workers:
    """Makes workers that share a store, each with its own way to the broker."""

    settings: Settings
    resolver: Resolver

    def one(self, outputs: Outputs, *, max_dead_letters: int = 100) -> Worker:
        return Worker(
            outputs=outputs,
            resolver=self.resolver,
            masking=Masking(b"0123456789abcdef"),
            refusing=Refusing(outputs, DeadLetterBound("workers", max_dead_letters, 60), CLUSTER),
            policy_version="p",
            cluster_id=CLUSTER,
            region="CN",
        )


class Picky(Outputs):
    """Outputs to a broker that refuses every message of one topic, as after a change of limits."""

    def __init__(self, settings: Settings, refused_topic: str) -> None:
        super().__init__(settings)
        self._refused_topic = refused_topic

    async def produce(self, outputs: Iterable[Output]) -> Sequence[Unsent]:
        outputs = list(outputs)
        refused = [each for each in outputs if each.topic == self._refused_topic]
        unsent = await super().produce(each for each in outputs if each not in refused)
        return [*unsent, *(Unsent(each, 0, "PolicyViolationError") for each in refused)]


@pytest.fixture
def workers(own_broker: AnyBroker, tmp_path: Path) -> Workers:
    # Other tests read the same topics on the broker that all share.
    create_topics(own_broker.settings, TOPICS)
    store = open_store(f"sqlite:///{tmp_path / 'identity.sqlite3'}")
    return Workers(own_broker.settings, Resolver(store, load_policy()))


def a_batch(*events: CustomerEvent, first: int = 0, partition: int = 0) -> Batch:
    records = [record(EVENTS.name, event, first + n, partition) for n, event in enumerate(events)]
    return Batch(EVENTS.name, partition, records)


def values_on(
    settings: Settings, topic: str, wanted: Callable[[bytes | None], bool]
) -> list[bytes | None]:
    """The values on a topic under the keys that are wanted, partition by partition, in order."""
    consumer = KafkaConsumer(**consumer_options(settings))
    partitions = [TopicPartition(topic, n) for n in consumer.partitions_for_topic(topic) or ()]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    found: list[bytes | None] = []
    quiet = 0
    while quiet < 3:
        polled = consumer.poll(timeout_ms=300)
        quiet = 0 if polled else quiet + 1
        found += [each.value for some in polled.values() for each in some if wanted(each.key)]
    consumer.close()
    return found
