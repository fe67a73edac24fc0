"""From Kafka into ClickHouse, on a broker and the embedded ClickHouse."""

import asyncio
import os
import secrets
import signal
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from pipeline.clickhouse import Client, connect
from pipeline.dead_letters.bound import DeadLetterBound
from pipeline.dead_letters.halted import Halted
from pipeline.embedded.addresses import environment
from pipeline.embedded.child import Child
from pipeline.embedded.reaper import Reaper
from pipeline.kafka import cluster_id, consumer_options, create_topics, producer_options
from pipeline.record import Record
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.consuming import start_consumer, stop_consumer
from pipeline.sinks.clickhouse.migrations import migrate
from pipeline.sinks.clickhouse.process import SinkProcess
from pipeline.sinks.clickhouse.reading import READERS, Reader
from pipeline.sinks.clickhouse.rows.table import Row, Table
from pipeline.sinks.clickhouse.sink import ClickHouseSink
from schemas.dead_letter import DeadLetter
from schemas.errors import Retry
from schemas.event import Content
from schemas.topics import IDENTITY_CHANGES, PROFILES, RESOLVED_EVENTS, Topic
from tests.pipeline.sinks.clickhouse.messages import change, damaged, event, id_of, profile
from tests.services.broker import NewTopics
from tests.services.clickhouse import ClickHouseServer
from tests.waiting import until

READ_TOPICS = (RESOLVED_EVENTS, PROFILES, IDENTITY_CHANGES)


class Letters:
    """Where dead letters go. It can be away, and refuse too many."""

    def __init__(self, bound: DeadLetterBound | None = None) -> None:
        self.written: list[DeadLetter] = []
        self.away = False
        self.refused = False
        self._bound = bound

    def write(self, letters: Iterable[DeadLetter]) -> None:
        if self.away:
            raise Retry("the topic is away")
        if self._bound is not None:
            self.refused = True
            self._bound.admit(list(letters))
        self.written.extend(letters)


@pytest.fixture
def topics(new_topics: NewTopics) -> list[Topic]:
    return new_topics(READ_TOPICS)


@pytest.fixture
def readers(topics: list[Topic]) -> dict[str, Reader]:
    return {
        fresh.name: READERS[topic.name] for fresh, topic in zip(topics, READ_TOPICS, strict=True)
    }


@pytest.fixture
def settings(clickhouse_settings: Settings, broker_settings: Settings) -> Settings:
    update = {
        "clickhouse_url": clickhouse_settings.clickhouse_url,
        "clickhouse_database": clickhouse_settings.clickhouse_database,
        "sink_max_batch_seconds": 0.2,
    }
    return broker_settings.model_copy(update=update)


@pytest.fixture
def producer(broker_settings: Settings) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(**producer_options(broker_settings, RESOLVED_EVENTS))
    yield producer
    producer.close()


@contextmanager
def running(
    settings: Settings, readers: dict[str, Reader], letters: Letters, group: str
) -> Iterator[None]:
    """The sink at work in a thread; stopped, and its end awaited, on leaving.

    What ended it before is raised then.
    """
    stop, cluster = asyncio.Event(), cluster_id(settings)

    async def work() -> None:
        consumer, sink = await start_consumer(settings, group), ClickHouseSink(settings, cluster)
        process = SinkProcess(
            settings, consumer, sink, letters.write, cluster_id=cluster, readers=readers
        )
        try:
            await process.run(stop)
        finally:
            await stop_consumer(consumer)
            sink.close()

    loop = asyncio.new_event_loop()
    with closing(loop), ThreadPoolExecutor(1) as threads:
        ended = threads.submit(loop.run_until_complete, work())
        try:
            yield
        finally:
            loop.call_soon_threadsafe(stop.set)
            ended.result(10)


def damaged_when_bad(record: Record) -> Iterator[tuple[Table, Row]]:
    return (damaged if record.key == b"bad" else READERS["resolved-events"])(record)


def committed(settings: Settings, group: str, topic: str) -> int:
    """How many messages of a topic the group is through with."""
    consumer = KafkaConsumer(group_id=group, **consumer_options(settings))
    try:
        partitions = (TopicPartition(topic, number) for number in range(settings.topic_partitions))
        return sum(consumer.committed(partition) or 0 for partition in partitions)
    finally:
        consumer.close()


def send_events(producer: KafkaProducer, topic: str, numbers: Iterable[int]) -> None:
    for number in numbers:
        message = event(number)
        producer.send(topic, key=message.account.account_id.encode(), value=message.to_bytes())
    producer.flush()


def count(client: Client, view: str) -> int:
    return int(client.rows(f"SELECT count() FROM {view}")[0][0])


def test_every_topic_reaches_its_table_and_bad_messages_the_dead_letters(
    settings: Settings,
    readers: dict[str, Reader],
    topics: list[Topic],
    producer: KafkaProducer,
    clickhouse: Client,
) -> None:
    events, profiles, changes = (topic.name for topic in topics)
    letters, group = Letters(), uuid.uuid4().hex
    send_events(producer, events, range(500))
    producer.send(events, key=b"x", value=b'{"event_id": "no"}')
    for version in (1, 2):
        producer.send(
            profiles, key=str(id_of("p")).encode(), value=profile("p", version).to_bytes()
        )
    ended = [("guiyi-version", b"9")]
    producer.send(profiles, key=str(id_of("q")).encode(), value=None, headers=ended)
    account = event(1).account.account_id
    producer.send(changes, value=change(3, before={}, after={"p": (account,)}).to_bytes())
    producer.flush()
    with running(settings, readers, letters, group):
        until(20, lambda: count(clickhouse, "customer_events") == 500)
        until(10, lambda: count(clickhouse, "customers") == 1)
        until(10, lambda: count(clickhouse, "customer_accounts") == 1)
        until(10, lambda: bool(letters.written))
    (letter,) = letters.written
    assert (letter.step, letter.topic, letter.value_bytes) == (
        "sink",
        events,
        b'{"event_id": "no"}',
    )
    assert committed(settings, group, events) == 501
    assert committed(settings, group, profiles) == 3


def test_nothing_is_committed_before_its_dead_letter_is_written(
    settings: Settings, readers: dict[str, Reader], topics: list[Topic], producer: KafkaProducer
) -> None:
    letters, group = Letters(), uuid.uuid4().hex
    letters.away = True
    producer.send(topics[0].name, value=b"unreadable")
    producer.flush()
    with running(settings, readers, letters, group):
        time.sleep(6)
        assert committed(settings, group, topics[0].name) == 0
        letters.away = False
        until(15, lambda: committed(settings, group, topics[0].name) == 1)
    assert len(letters.written) == 1


def test_the_sink_outlasts_clickhouse_being_away(
    clickhouse_server: ClickHouseServer,
    broker_settings: Settings,
    readers: dict[str, Reader],
    topics: list[Topic],
    producer: KafkaProducer,
) -> None:
    settings = broker_settings.model_copy(
        update={"clickhouse_url": clickhouse_server.url, "sink_max_batch_seconds": 0.2}
    )
    migrate(settings)
    name = topics[0].name
    with running(settings, readers, Letters(), uuid.uuid4().hex):
        send_events(producer, name, range(100))
        with connect(settings) as client:
            until(20, lambda: count(client, "customer_events") == 100)
        clickhouse_server.child.kill()
        send_events(producer, name, range(100, 200))
        time.sleep(8)  # longer than the consumer's session
        send_events(producer, name, range(200, 300))
        clickhouse_server.start()
        with connect(settings) as client:
            until(30, lambda: count(client, "customer_events") == 300)
            assert count(client, "events FINAL") == 300


def test_the_sink_outlasts_a_clickhouse_that_does_not_answer(
    clickhouse_server: ClickHouseServer,
    broker_settings: Settings,
    readers: dict[str, Reader],
    topics: list[Topic],
    producer: KafkaProducer,
) -> None:
    settings = broker_settings.model_copy(
        update={
            "clickhouse_url": clickhouse_server.url,
            "clickhouse_patience_seconds": 1,
            "sink_max_batch_seconds": 0.2,
        }
    )
    migrate(settings)
    name, group = topics[0].name, uuid.uuid4().hex
    with running(settings, readers, Letters(), group):
        send_events(producer, name, range(100))
        until(20, lambda: committed(settings, group, name) == 100)
        os.kill(clickhouse_server.child.pid, signal.SIGSTOP)
        send_events(producer, name, range(100, 200))
        time.sleep(5)  # it gave up waiting for its insert, and tried again
        assert committed(settings, group, name) == 100
        os.kill(clickhouse_server.child.pid, signal.SIGCONT)
        until(30, lambda: committed(settings, group, name) == 200)
        with connect(settings) as client:
            assert count(client, "customer_events") == 200
            assert count(client, "events") == 200


def test_what_clickhouse_refuses_is_a_dead_letter_and_the_rest_is_written(
    settings: Settings,
    readers: dict[str, Reader],
    topics: list[Topic],
    producer: KafkaProducer,
    clickhouse: Client,
) -> None:
    name = topics[0].name
    letters, group = Letters(), uuid.uuid4().hex
    picky = {**readers, name: damaged_when_bad}
    send_events(producer, name, range(300))
    producer.send(name, key=b"bad", value=event(300).to_bytes())
    send_events(producer, name, range(301, 400))
    with running(settings, picky, letters, group):
        until(30, lambda: committed(settings, group, name) == 400)
    (letter,) = letters.written
    assert (letter.step, letter.event_id) == ("sink", event(300).event_id)
    assert "CANNOT_PARSE" in letter.failure.message
    assert count(clickhouse, "customer_events") == 399


def test_a_broken_stream_halts_the_sink_before_it_acknowledges_it(
    settings: Settings, readers: dict[str, Reader], topics: list[Topic], producer: KafkaProducer
) -> None:
    name, group = topics[0].name, uuid.uuid4().hex
    for number in range(20):
        producer.send(name, value=b"unreadable %d" % number)
    producer.flush()
    letters = Letters(DeadLetterBound(group, limit=19, window_seconds=60))
    with pytest.raises(Halted, match="20 dead letters"), running(settings, readers, letters, group):
        until(30, lambda: letters.refused)
    assert not letters.written
    assert committed(settings, group, name) == 0


def test_the_largest_messages_come_through(
    settings: Settings,
    readers: dict[str, Reader],
    topics: list[Topic],
    producer: KafkaProducer,
    clickhouse: Client,
) -> None:
    name = topics[0].name
    for number in range(4):
        large = event(number, content=Content(text=secrets.token_hex(1_800_000)))
        producer.send(name, key=b"%d" % number, value=large.to_bytes()).get(timeout=20)
    with running(settings, readers, Letters(), uuid.uuid4().hex):
        until(30, lambda: count(clickhouse, "customer_events") == 4)


@pytest.mark.integration
def test_a_killed_sink_goes_on_without_loss_and_a_stopped_one_ends_soon(
    settings: Settings, clickhouse: Client, producer: KafkaProducer, tmp_path: Path
) -> None:
    # The product's own command, on the product's own topics.
    create_topics(settings, READ_TOPICS)
    often = {"sink_port": 0, "sink_max_batch_rows": 200, "sink_max_batch_seconds": 0.1}
    command = (sys.executable, "-m", "pipeline.cli", "sink")
    with Reaper() as reaper:

        def start(life: int) -> Child:
            variables = environment(settings.model_copy(update=often))
            log = tmp_path / f"sink-{life}.log"
            return Child(command, environment=variables, log=log, reaper=reaper)

        child = start(0)
        for turn in range(2):
            send_events(producer, RESOLVED_EVENTS.name, range(turn * 3000, turn * 3000 + 3000))
            seen = turn * 3000
            until(40, lambda seen=seen: count(clickhouse, "customer_events") > seen)  # type: ignore[misc]
            child.kill()
            child.close()
            child = start(turn + 1)
        until(40, lambda: count(clickhouse, "customer_events") == 6000)
        until(40, lambda: "sink_assigned" in child.log.read_text())
        began = time.monotonic()
        child.terminate()
        assert child.wait(10)
        assert (child.exit_code, time.monotonic() - began < 5) == (0, True)
