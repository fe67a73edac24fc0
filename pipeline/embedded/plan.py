"""The embedded stack as one readable list of parts."""

import sys
from collections.abc import Mapping
from dataclasses import replace

import httpx

from connectors.registry import PLATFORMS
from pipeline.embedded.addresses import environment
from pipeline.embedded.backlog import Backlog
from pipeline.embedded.broker import Broker
from pipeline.embedded.part import Part
from pipeline.embedded.ports import HOST, free_port
from pipeline.kafka import SINK_GROUP, WORKER_GROUP, create_topics
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.migrations import migrate
from schemas.errors import Retry
from schemas.topics import (
    EVENTS,
    IDENTITY_CHANGES,
    PROFILES,
    RESOLVED_EVENTS,
    TOPICS,
    raw_topic,
)

PYTHON = (sys.executable, "-m")
GUIYI = (*PYTHON, "pipeline.cli")
RAW_TOPICS = tuple(raw_topic(name) for name in PLATFORMS)
READERS: Mapping[str, tuple[str, ...]] = {
    WORKER_GROUP: (*(topic.name for topic in RAW_TOPICS), EVENTS.name),
    SINK_GROUP: tuple(topic.name for topic in (RESOLVED_EVENTS, PROFILES, IDENTITY_CHANGES)),
}


def plan(settings: Settings) -> list[Part]:
    """The parts, each before those that hand their work to it: they are stopped in reverse.

    Kafka and ClickHouse are left out where they are not embedded.
    """
    parts = [
        *([broker(settings)] if settings.embedded_broker else []),
        *([clickhouse(settings)] if settings.embedded_clickhouse else []),
        sink(settings),
        *workers(settings),
        connectors(settings),
    ]
    ours = {part.name for part in parts}
    return [
        replace(part, needs=tuple(name for name in part.needs if name in ours)) for part in parts
    ]


def broker(settings: Settings) -> Part:
    """Kafka, for as long as it lives: the next life is another cluster."""
    life = Broker(int(settings.kafka_bootstrap.rsplit(":", 1)[1]))
    return Part(
        name="broker",
        command=life.command,
        address=life.address,
        is_ready=life.is_ready,
        prepare=lambda: _create_topics(settings),
        ready_seconds=20,
        stop_seconds=0.5,
        renew=lambda: broker(settings),
    )


def _create_topics(settings: Settings) -> None:
    """Each fetch costs the broker for every partition it asks, also for those of platforms that
    send nothing: unless it is set, raw topics have no more partitions than there are workers.
    """
    create_topics(settings, TOPICS)
    if "topic_partitions" not in settings.model_fields_set:
        settings = settings.model_copy(update={"topic_partitions": settings.workers})
    create_topics(settings, RAW_TOPICS)


def clickhouse(settings: Settings) -> Part:
    """Serve chDB on the ClickHouse HTTP interface, kept in `clickhouse` of the data directory."""
    path = settings.data_dir / "clickhouse"
    port = settings.clickhouse_url.rsplit(":", 1)[1]
    return Part(
        name="clickhouse",
        command=(
            *PYTHON,
            "pipeline.embedded.clickhouse_server",
            f"--path={path}",
            f"--port={port}",
        ),
        environment=environment(settings),
        address=settings.clickhouse_url,
        is_ready=lambda: _answers(f"{settings.clickhouse_url}/ping"),
        prepare=lambda: migrate(settings),
        stop_seconds=1.5,
    )


def sink(settings: Settings) -> Part:
    """What writes the topics into ClickHouse."""
    address = f"http://{HOST}:{settings.sink_port}"
    return Part(
        name="sink",
        command=(*GUIYI, "sink"),
        environment=environment(settings),
        address=address,
        needs=("broker", "clickhouse"),
        restarts_with=("broker",),
        # Nobody calls it, so nobody need wait until it has its partitions.
        is_ready=lambda: _answers(f"{address}/health"),
        is_idle=lambda: _has_processed_all(settings, SINK_GROUP),
        idle_seconds=2,
        stop_seconds=1.5,
    )


def workers(settings: Settings) -> list[Part]:
    """As many as the settings say. The first listens on their port, the others on free ones."""
    ports = (settings.worker_port, *(free_port() for _ in range(settings.workers - 1)))
    return [
        worker(
            settings.model_copy(update={"worker_port": port}),
            "worker" if number == 1 else f"worker-{number}",
        )
        for number, port in enumerate(ports, start=1)
    ]


def worker(settings: Settings, name: str = "worker") -> Part:
    """A Faust worker that normalizes and resolves its share of the partitions."""
    address = f"http://{HOST}:{settings.worker_port}"
    return Part(
        name=name,
        command=(*GUIYI, "worker"),
        environment=environment(settings),
        address=address,
        needs=("broker",),
        restarts_with=("broker",),
        is_ready=lambda: _answers(f"{address}/ready"),
        is_idle=lambda: _has_processed_all(settings, WORKER_GROUP),
        idle_seconds=2.5,
        stop_seconds=3,
    )


def connectors(settings: Settings) -> Part:
    """The server that platforms call."""
    address = f"http://{settings.connector_host}:{settings.connector_port}"
    return Part(
        name="connectors",
        command=(*GUIYI, "connectors", "run"),
        environment=environment(settings),
        address=address,
        needs=("broker",),
        restarts_with=("broker",),
        is_ready=lambda: _answers(f"{address}/health"),
        # Pages that have begun are published, and platforms told goodbye.
        stop_seconds=3,
    )


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=1, trust_env=False).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _has_processed_all(settings: Settings, group: str) -> bool:
    try:
        with Backlog(settings, READERS) as backlog:
            return backlog.unprocessed()[group] == 0
    except Retry:
        return False
