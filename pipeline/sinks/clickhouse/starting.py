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
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.migrations import migrate
from pipeline.sinks.clickhouse.process import SinkProcess
from pipeline.sinks.clickhouse.sink import ClickHouseSink
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
    cluster = _as_soon_as_there(stop, lambda: cluster_id(settings))
    _as_soon_as_there(stop, lambda: create_topics(settings, TOPICS))
    _as_soon_as_there(stop, lambda: refuse_while_halted(settings, SINK_GROUP))
    _as_soon_as_there(stop, lambda: migrate(settings))
    consumer = _as_soon_as_there(stop, lambda: _consumer(settings))
    writer = _as_soon_as_there(stop, lambda: DeadLetterWriter(settings))
    if cluster is None or consumer is None or writer is None:
        return
    letters = BoundedDeadLetters(
        writer,
        DeadLetterBound(SINK_GROUP, settings.max_dead_letters, settings.dead_letter_window_seconds),
    )
    sink = ClickHouseSink(settings, cluster)
    with closing(sink), closing(writer), closing(consumer):
        SinkProcess(settings, consumer, sink, letters.write, cluster_id=cluster).run(stop)


def _consumer(settings: Settings) -> KafkaConsumer:
    try:
        return KafkaConsumer(group_id=SINK_GROUP, **consumer_options(settings))
    except KafkaError as error:
        raise Retry(f"Kafka is away at {settings.kafka_bootstrap}: {error}") from error


def _as_soon_as_there(stop: Event, attempt: Callable[[], _Result]) -> _Result | None:
    """What `attempt` gives, once nothing it needs is away any more; None when stopped first."""
    while not stop.is_set():
        try:
            return attempt()
        except Retry as error:
            log.warning("sink_waits", seconds=_AGAIN_SECONDS, reason=str(error))
            stop.wait(_AGAIN_SECONDS)
    return None
