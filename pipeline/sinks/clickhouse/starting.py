"""Starting the sink's process, however long what it needs takes to come up."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing, suppress
from functools import partial
from typing import TypeVar

import structlog

from pipeline.dead_letters.bound import DeadLetterBound
from pipeline.dead_letters.bounded import BoundedDeadLetters
from pipeline.dead_letters.halts import refuse_while_halted
from pipeline.dead_letters.register import DeadLetterWriter
from pipeline.embedded.ports import require_free
from pipeline.flow.garbage import collect_seldom
from pipeline.kafka import SINK_GROUP, cluster_id, create_topics
from pipeline.observing.lag import LagMetrics
from pipeline.observing.pages import pages_of, serving
from pipeline.observing.retrying import Service, needing
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.consuming import start_consumer, stop_consumer
from pipeline.sinks.clickhouse.migrations import migrate
from pipeline.sinks.clickhouse.process import SinkProcess
from pipeline.sinks.clickhouse.sink import ClickHouseSink
from pipeline.sinks.clickhouse.standing import Standing
from pipeline.sinks.clickhouse.waiting import wait_for_stop
from schemas.errors import Retry
from schemas.topics import TOPICS

log = structlog.get_logger()

_AGAIN_SECONDS = 1.0
_Result = TypeVar("_Result")


class _StoppedFirst(Exception):
    """What is started was told to stop before all that it needs was there."""


def run_sink(settings: Settings) -> None:
    """Write the topics into ClickHouse until SIGTERM or SIGINT.

    Raises:
        Fatal: ClickHouse refuses our tables, or every row; or the port is taken.
        Halted: too many messages were refused, now or before an earlier stop.
    """
    require_free("sink_port", settings.pages_host, settings.sink_port)
    standing = Standing()
    LagMetrics(SINK_GROUP, standing.lags)
    pages = pages_of(lambda: standing.partitions, settings.unhealthy_after_seconds)
    with serving(pages, settings.pages_host, settings.sink_port):
        asyncio.run(_run(settings, standing))


async def _run(settings: Settings, standing: Standing) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with suppress(_StoppedFirst):
        async with AsyncExitStack() as resources:
            process = await _started(settings, standing, stop, resources)
            collect_seldom()
            await process.run(stop)


async def _started(
    settings: Settings, standing: Standing, stop: asyncio.Event, resources: AsyncExitStack
) -> SinkProcess:
    async def as_soon_as_there(
        service: Service, attempt: Callable[[], Awaitable[_Result]]
    ) -> _Result:
        while not stop.is_set():
            try:
                with needing(service):
                    return await attempt()
            except Retry as error:
                log.warning("sink_waits", seconds=_AGAIN_SECONDS, reason=str(error))
                await wait_for_stop(_AGAIN_SECONDS, stop)
        raise _StoppedFirst

    in_thread = partial(partial, asyncio.to_thread)
    cluster = await as_soon_as_there("broker", in_thread(cluster_id, settings))
    await as_soon_as_there("broker", in_thread(create_topics, settings, TOPICS))
    await as_soon_as_there("broker", in_thread(refuse_while_halted, settings, SINK_GROUP))
    await as_soon_as_there("clickhouse", in_thread(migrate, settings))
    writer = await as_soon_as_there("broker", in_thread(DeadLetterWriter, settings))
    resources.enter_context(closing(writer))
    sink = resources.enter_context(closing(ClickHouseSink(settings, cluster)))
    consumer = await as_soon_as_there("broker", partial(start_consumer, settings))
    resources.push_async_callback(stop_consumer, consumer)
    bound = DeadLetterBound(
        SINK_GROUP, settings.max_dead_letters, settings.dead_letter_window_seconds
    )
    letters = BoundedDeadLetters(writer, bound)
    return SinkProcess(
        settings, consumer, sink, letters.write, cluster_id=cluster, standing=standing
    )
