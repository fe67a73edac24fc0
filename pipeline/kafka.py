"""Kafka as this deployment has it: client options and the creation of topics."""

import time
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError, TopicAlreadyExistsError

from pipeline.settings import Settings
from schemas.errors import Retry
from schemas.topics import MAX_MESSAGE_BYTES, Topic, raw_topic

WORKER_GROUP = "guiyi-worker"
SINK_GROUP = "guiyi-sink"

COMPRESSION = "zstd"
"""What aiokafka calls lz4 is its slowest level: three times the CPU, half as large again."""

A_RAW_TOPIC = raw_topic("any")

EMBEDDED_SESSION_SECONDS = 4.0
"""The embedded broker's group joins take half a session, so its sessions must be short."""

PATIENCE_SECONDS = 30
"""How long a process of the stack looks for the first broker: it may start at the same time."""

COMMAND_PATIENCE_SECONDS = 5
"""How long a command does, which somebody waits for."""

METADATA_MAX_AGE_SECONDS = 10
"""How old may be what a member of a group knows of topics. A member that joins before it knows of
its topic, as when the broker goes away between its start and its join, gets no partitions until it
asks again; by default after five minutes.
"""

_LOOK_SECONDS = 0.05

_RECONNECT_MILLISECONDS = 1000
"""By default kafka-python waits half a minute before it looks again for a broker that was away."""


def bootstrap_servers(settings: Settings) -> list[str]:
    """The brokers to ask first, as `host:port`."""
    return [server.strip() for server in settings.kafka_bootstrap.split(",")]


def client_options(settings: Settings) -> dict[str, Any]:
    """Options of every kafka-python client."""
    return {
        "bootstrap_servers": bootstrap_servers(settings),
        "reconnect_backoff_max_ms": _RECONNECT_MILLISECONDS,
    }


def session_seconds(settings: Settings) -> float:
    """How long a process that was killed keeps its partitions from the others of its group."""
    if settings.embedded_broker:
        return EMBEDDED_SESSION_SECONDS
    return settings.kafka_session_seconds


def consumer_options(settings: Settings) -> dict[str, Any]:
    """Options of every kafka-python consumer: offsets are committed by hand only.

    Assign it its partitions, and let aiokafka join groups: when a topic becomes known only after
    the join, kafka-python 3.0.12 joins again, and where that outlives the poll that began it the
    new assignment is dropped. Nothing is read from then on.
    """
    return {
        **client_options(settings),
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "allow_auto_create_topics": False,
        "max_partition_fetch_bytes": 2 * MAX_MESSAGE_BYTES,
    }


def producer_options(settings: Settings, topic: Topic = A_RAW_TOPIC) -> dict[str, Any]:
    """Options of a kafka-python producer: acknowledged by all replicas, in order, once.

    `topic` is one of those it writes to; they have the same limit of a message's size.
    """
    return {
        **client_options(settings),
        "acks": "all",
        "enable_idempotence": True,
        "compression_type": "lz4",
        "max_request_size": topic.max_message_bytes,
        "allow_auto_create_topics": False,
    }


def aiokafka_producer_options(settings: Settings, topic: Topic = A_RAW_TOPIC) -> dict[str, Any]:
    """Options of an aiokafka producer: acknowledged by all replicas, in order, once.

    `topic` is the one it writes to with the largest messages.
    """
    return {
        "bootstrap_servers": bootstrap_servers(settings),
        "acks": "all",
        # The embedded broker does not answer aiokafka's request for a producer id.
        "enable_idempotence": not settings.embedded_broker,
        "compression_type": COMPRESSION,
        "max_request_size": topic.max_message_bytes,
    }


def create_topics(
    settings: Settings, topics: Iterable[Topic], *, patience_seconds: int = PATIENCE_SECONDS
) -> None:
    """Create the topics that do not exist yet, and wait until clients are told of all of them.

    Existing ones are left as they are.

    Args:
        settings: where the brokers are.
        topics: what to create.
        patience_seconds: how long to look for the first broker.

    Raises:
        Retry: when the broker is away.
    """
    try:
        admin = KafkaAdminClient(
            **client_options(settings), bootstrap_timeout_ms=patience_seconds * 1000
        )
        try:
            wanted = {topic.name: topic for topic in topics}
            for name in wanted.keys() - set(admin.list_topics()):
                _create(admin, settings, wanted[name])
            _wait_until_known(admin, wanted.keys())
        finally:
            admin.close()
    except KafkaError as error:
        raise Retry(f"Kafka is away at {settings.kafka_bootstrap}: {error}") from error


def _create(admin: KafkaAdminClient, settings: Settings, topic: Topic) -> None:
    new = {
        "num_partitions": settings.topic_partitions,
        "replication_factor": settings.topic_replication,
        "configs": topic.config,
    }
    # Another process may have been quicker.
    with suppress(TopicAlreadyExistsError):
        admin.create_topics({topic.name: new})


def _wait_until_known(admin: KafkaAdminClient, names: AbstractSet[str]) -> None:
    """A broker hears of a new topic a moment after the controller made it."""
    until = time.monotonic() + COMMAND_PATIENCE_SECONDS
    while unknown := names - set(admin.list_topics()):
        if time.monotonic() > until:
            raise Retry(f"the broker does not know its new topics yet: {sorted(unknown)}")
        time.sleep(_LOOK_SECONDS)


def cluster_id(settings: Settings) -> str:
    """The broker cluster's id. Offsets are kept by it, so that a new broker inherits none.

    Raises:
        Retry: when the broker is away.
    """
    try:
        admin = KafkaAdminClient(**client_options(settings))
        try:
            return str(admin.describe_cluster()["cluster_id"])
        finally:
            admin.close()
    except KafkaError as error:
        raise Retry(f"Kafka is away at {settings.kafka_bootstrap}: {error}") from error
