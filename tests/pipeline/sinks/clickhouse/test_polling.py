"""What the sink does when the broker answers its polling with an error."""

import asyncio
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import GroupAuthorizationFailedError, KafkaConnectionError, KafkaError
from structlog.testing import capture_logs

from pipeline.settings import Settings
from pipeline.sinks.clickhouse.process import SinkProcess
from pipeline.sinks.clickhouse.sink import ClickHouseSink
from schemas.errors import Fatal


class Troubled(AIOKafkaConsumer):  # type: ignore[misc]  # aiokafka is untyped
    """A consumer that meets these errors one after the other, and then is told to stop."""

    def __init__(self, errors: list[KafkaError], stop: asyncio.Event) -> None:
        super().__init__()
        self._errors = errors
        self._stop = stop

    async def getmany(self, **_options: Any) -> dict[Any, Any]:
        if self._errors:
            raise self._errors.pop(0)
        self._stop.set()
        return {}


def poll_through(*errors: KafkaError) -> None:
    async def run() -> None:
        settings, stop = Settings(), asyncio.Event()
        consumer = Troubled(list(errors), stop)
        sink = ClickHouseSink(settings, "cluster")
        process = SinkProcess(settings, consumer, sink, print, cluster_id="cluster")
        try:
            await process.run(stop)
        finally:
            await consumer.stop()

    asyncio.run(run())


def test_trouble_is_logged_and_the_broker_asked_less_often() -> None:
    with capture_logs() as logs:
        poll_through(KafkaConnectionError("cut"), KafkaConnectionError("cut"))
    waits = [line for line in logs if line["event"] == "sink_waits"]
    assert [line["seconds"] for line in waits] == [0.2, 0.4]
    assert all("Kafka is away: KafkaConnectionError('cut')" in line["reason"] for line in waits)


def test_a_broker_that_does_not_let_us_read_ends_the_sink() -> None:
    with pytest.raises(Fatal, match="does not let the sink read: GroupAuthorizationFailed"):
        poll_through(GroupAuthorizationFailedError("guiyi-sink"))
