"""Starting the sink's process, however long what it needs takes to come up."""

import signal
from collections.abc import Callable
from contextlib import closing
from threading import Event
from typing import TypeVar

import structlog
from kafka import KafkaConsumer
from kafka.errors import KafkaError

from pipeline.dead_letters.bound import DeadLetterBound
from pipeline.dead_letters.bounded import BoundedDeadLetters
from pipeline.dead_letters.halts import refuse_while_halted
from pipeline.dead_letters.register import DeadLetterWriter
from pipeline.kafka import SINK_GROUP, cluster_id, consumer_options, create_topics
from pipeline.observing.lag import LagMetrics
from pipeline.observing.pages import pages_of, serving
from pipeline.observing.retrying import Service, needing
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.migrations import migrate
from pipeline.sinks.clickhouse.process import SinkProcess
from pipeline.sinks.clickhouse.sink import ClickHouseSink
from pipeline.sinks.clickhouse.standing import Standing
from schemas.errors import Retry
from schemas.topics import TOPICS

log = structlog.get_logger()

_AGAIN_SECONDS = 1.0
_Result = TypeVar("_Result")


def run_sink(settings: Settings) -> None:
    """Write the topics into ClickHouse until SIGTERM or SIGINT.

    Raises:
        Fatal: ClickHouse refuses our tables or rows.
        Halted: too many messages were refused, now or before an earlier stop.
    """
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    standing = Standing()
    LagMetrics(SINK_GROUP, standing.lags)
    pages = pages_of(lambda: standing.partitions, settings.unhealthy_after_seconds)
    with serving(pages, settings.pages_host, settings.sink_port):
        _run(settings, standing, stop)


def _run(settings: Settings, standing: Standing, stop: Event) -> None:
    cluster = _as_soon_as_there(stop, "broker", lambda: cluster_id(settings))
    _as_soon_as_there(stop, "broker", lambda: create_topics(settings, TOPICS))
    _as_soon_as_there(stop, "broker", lambda: refuse_while_halted(settings, SINK_GROUP))
    _as_soon_as_there(stop, "clickhouse", lambda: migrate(settings))
    consumer = _as_soon_as_there(stop, "broker", lambda: _consumer(settings))
    writer = _as_soon_as_there(stop, "broker", lambda: DeadLetterWriter(settings))
    if cluster is None or consumer is None or writer is None:
        return
    letters = BoundedDeadLetters(
        writer,
        DeadLetterBound(SINK_GROUP, settings.max_dead_letters, settings.dead_letter_window_seconds),
    )
    sink = ClickHouseSink(settings, cluster)
    with closing(sink), closing(writer), closing(consumer):
        process = SinkProcess(
            settings, consumer, sink, letters.write, cluster_id=cluster, standing=standing
        )
        process.run(stop)


def _consumer(settings: Settings) -> KafkaConsumer:
    try:
        return KafkaConsumer(group_id=SINK_GROUP, **consumer_options(settings))
    except KafkaError as error:
        raise Retry(f"Kafka is away at {settings.kafka_bootstrap}: {error}") from error


def _as_soon_as_there(
    stop: Event, service: Service, attempt: Callable[[], _Result]
) -> _Result | None:
    """What `attempt` gives, once the service is not away any more; None when stopped first."""
    while not stop.is_set():
        try:
            with needing(service):
                return attempt()
        except Retry as error:
            log.warning("sink_waits", seconds=_AGAIN_SECONDS, reason=str(error))
            stop.wait(_AGAIN_SECONDS)
    return None
