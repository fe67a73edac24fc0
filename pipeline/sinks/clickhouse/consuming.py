"""The sink's consumer: aiokafka's, which reads a message at a tenth of kafka-python's cost."""

import asyncio
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
)

from pipeline.kafka import (
    METADATA_MAX_AGE_SECONDS,
    SINK_GROUP,
    bootstrap_servers,
    session_seconds,
)
from pipeline.settings import Settings
from schemas.errors import Fatal, Retry

_GOODBYE_SECONDS = 1.0
_MEBIBYTE = 1024 * 1024
_FETCH_BYTES = 8 * _MEBIBYTE
_PARTITION_FETCH_BYTES = _MEBIBYTE
"""Compressed, and per partition one fetch waits while another is read: this bounds the memory."""

_FETCH_MAX_WAIT_MILLISECONDS = 100
"""The embedded broker answers a fetch no sooner than half of it, also where it has messages."""

_LONGEST_WRITE_SECONDS = 24 * 3600
"""ClickHouse may be away for so long before the sink gives up its partitions. It is in its group by
its heartbeats; that it gets on is for `/health` to tell.
"""

_FORBIDDEN = (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
)


async def start_consumer(settings: Settings, group: str = SINK_GROUP) -> AIOKafkaConsumer:
    """A started consumer without topics, whose offsets are committed by hand only.

    Raises:
        Retry: the broker is away.
        Fatal: it does not let us read.
    """
    consumer = AIOKafkaConsumer(group_id=group, **_options(settings))
    try:
        await consumer.start()
    except KafkaError as error:
        await consumer.stop()
        raise _translated(error, f" at {settings.kafka_bootstrap}") from error
    return consumer


async def fetched(consumer: AIOKafkaConsumer, max_records: int) -> dict[TopicPartition, list[Any]]:
    """What has come.

    Raises:
        Retry: the broker is away.
        Fatal: it does not let us read.
    """
    try:
        polled: dict[TopicPartition, list[Any]] = await consumer.getmany(max_records=max_records)
    except KafkaError as error:
        raise _translated(error) from error
    return polled


async def stop_consumer(consumer: AIOKafkaConsumer) -> None:
    """Leave the group, unless the broker is away and cannot be told."""
    with suppress(KafkaError, TimeoutError):
        await asyncio.wait_for(consumer.stop(), _GOODBYE_SECONDS)


def _translated(error: KafkaError, where: str = "") -> Retry | Fatal:
    if isinstance(error, _FORBIDDEN):
        return Fatal(f"Kafka{where} does not let the sink read: {error!r}")
    return Retry(f"Kafka is away{where}: {error!r}")


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "bootstrap_servers": bootstrap_servers(settings),
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "fetch_max_bytes": _FETCH_BYTES,
        "fetch_max_wait_ms": _FETCH_MAX_WAIT_MILLISECONDS,
        "max_partition_fetch_bytes": _PARTITION_FETCH_BYTES,
        "max_poll_interval_ms": _LONGEST_WRITE_SECONDS * 1000,
        "session_timeout_ms": round(session_seconds(settings) * 1000),
        "heartbeat_interval_ms": 1000,
        "metadata_max_age_ms": METADATA_MAX_AGE_SECONDS * 1000,
    }
