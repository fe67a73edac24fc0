import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import psutil
import pytest

from connectors.sdk.publisher import Publisher
from pipeline.connector_contract.topic import on_topic
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from schemas.errors import Reject, Retry
from schemas.raw import RawEvent
from schemas.topics import raw_topic
from tests.connectors.raw_topics import come_back, create_raw_topics
from tests.services.any_broker import AnyBroker
from tests.services.apache_kafka import ApacheKafka

NOWHERE = Settings(kafka_bootstrap="127.0.0.1:9")


@pytest.fixture
def publisher(broker_settings: Settings) -> Iterator[Publisher]:
    create_raw_topics(broker_settings)
    publisher = of(broker_settings)
    yield publisher
    publisher.close()


def of(settings: Settings, **bounds: float) -> Publisher:
    return Publisher(aiokafka_producer_options(settings), **bounds)  # type: ignore[arg-type]


def raws(source: str, count: int, *, person: str = "", body: bytes = b"x") -> list[RawEvent]:
    return [
        RawEvent.of(
            platform="web",
            source_account=source,
            kind="segment",
            dedupe_key=f"{person}{number}",
            person_id=person or f"p{number % 20}",
            body=body,
            received_at=datetime.now(UTC),
        )
        for number in range(count)
    ]


def stand_still(broker: AnyBroker) -> None:
    os.kill(broker.pid, signal.SIGSTOP)
    # Where the machine is busy, one of its threads may answer before all have stopped.
    while psutil.Process(broker.pid).status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)


def publish_at_last(publisher: Publisher, raws: list[RawEvent]) -> None:
    """Publish them, again where a broker that came up just now takes longer than a call may."""
    until = time.monotonic() + 30
    while True:
        try:
            publisher.publish(raws)
        except Retry:
            assert time.monotonic() < until
        else:
            return


def test_what_was_published_is_on_the_topic_in_each_persons_order(
    broker_settings: Settings, publisher: Publisher
) -> None:
    source = uuid4().hex
    people = {person: raws(source, 300, person=person) for person in ("p1", "p2", "p3", "p4")}

    def publish_all(own: list[RawEvent]) -> None:
        for first in range(0, 300, 7):
            publisher.publish(own[first : first + 7])

    threads = [threading.Thread(target=publish_all, args=(own,)) for own in people.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = on_topic(broker_settings, "web", source)
    for person, own in people.items():
        assert [raw for raw in found if raw.person_id == person] == own


def test_many_callers_share_the_event_loop(broker_settings: Settings, publisher: Publisher) -> None:
    source = uuid4().hex

    async def publish_all() -> None:
        await asyncio.gather(*(publisher.publish_async([raw]) for raw in raws(source, 500)))

    asyncio.run(publish_all())
    assert len(on_topic(broker_settings, "web", source)) == 500


def test_an_event_that_no_broker_takes_is_rejected_and_the_next_is_not(
    broker_settings: Settings, publisher: Publisher
) -> None:
    source = uuid4().hex
    with pytest.raises(Reject):
        publisher.publish(raws(source, 1, body=b"x" * (raw_topic("web").max_message_bytes + 1)))
    publisher.publish(raws(source, 1))
    assert len(on_topic(broker_settings, "web", source)) == 1


def test_nothing_to_publish_needs_no_broker() -> None:
    publisher = of(NOWHERE)
    publisher.publish([])
    publisher.close()


def test_a_bug_reaches_the_caller_and_leaves_room_for_others() -> None:
    publisher = Publisher({"no_such_option": 1}, budget_seconds=1.0, max_pending_events=1)
    for _ in range(3):
        with pytest.raises(TypeError, match="no_such_option"):
            publisher.publish(raws("s", 1))
    publisher.close()


def test_a_broker_that_is_away_is_told_within_the_budget() -> None:
    publisher = of(NOWHERE, budget_seconds=1.0)
    began = time.monotonic()
    with pytest.raises(Retry):
        publisher.publish(raws("s", 3))
    assert time.monotonic() - began < 1.5
    publisher.close()


def test_callers_are_turned_away_while_too_many_events_wait() -> None:
    publisher = of(NOWHERE, budget_seconds=1.0, max_pending_events=10)

    async def overwhelm() -> list[BaseException | None]:
        calls = (publisher.publish_async(raws(f"s{number}", 4)) for number in range(50))
        return await asyncio.gather(*calls, return_exceptions=True)

    refused = asyncio.run(overwhelm())
    waits = [error.retry_after_seconds for error in refused if isinstance(error, Retry)]
    assert len(waits) == 50
    assert waits.count(1) == 48
    publisher.close()


def test_a_killed_broker_that_comes_back_is_used_again(own_broker: AnyBroker) -> None:
    create_raw_topics(own_broker.settings)
    publisher = of(own_broker.settings, budget_seconds=2.0)
    publish_at_last(publisher, raws("s", 50))
    own_broker.kill()
    with pytest.raises(Retry):
        publisher.publish(raws("s", 50))
    come_back(own_broker)
    again = raws("s", 60)
    publish_at_last(publisher, again)
    found = on_topic(own_broker.settings, "web", "s")
    assert {raw.event_id for raw in found} == {raw.event_id for raw in again}
    publisher.close()


def test_a_repeated_call_does_not_send_what_is_already_on_its_way(own_broker: AnyBroker) -> None:
    create_raw_topics(own_broker.settings)
    # The embedded broker would take a request twice that the producer itself repeats.
    patient = aiokafka_producer_options(own_broker.settings) | {"request_timeout_ms": 30_000}
    # Apache Kafka's controller takes a broker that stands still for 9 s from its partitions.
    publisher = Publisher(patient, budget_seconds=1.0, broker_remembers=True)
    publish_at_last(publisher, raws("s", 1, person="before"))
    stand_still(own_broker)
    calls = raws("s", 3)
    for _ in range(2):
        for raw in calls:
            with pytest.raises(Retry):
                publisher.publish([raw])
    os.kill(own_broker.pid, signal.SIGCONT)
    for raw in calls:
        publish_at_last(publisher, [raw])
    found = on_topic(own_broker.settings, "web", "s")
    assert sorted(raw.dedupe_key for raw in found) == ["0", "1", "2", "before0"]
    publisher.close()


def test_what_its_caller_waits_for_no_more_is_sent_with_the_repeated_call_only(
    own_broker: AnyBroker,
) -> None:
    create_raw_topics(own_broker.settings)
    publisher = of(own_broker.settings, budget_seconds=5.0)
    publish_at_last(publisher, raws("s", 1, person="p"))
    on_its_way, behind_it = raws("s", 3, person="p")[1:]

    async def call_both() -> tuple[BaseException | None, BaseException | None]:
        first = asyncio.create_task(publisher.publish_async([on_its_way]))
        await asyncio.sleep(0.05)
        return await asyncio.gather(
            first, publisher.publish_async([behind_it]), return_exceptions=True
        )

    stand_still(own_broker)
    assert all(isinstance(answer, Retry) for answer in asyncio.run(call_both()))
    os.kill(own_broker.pid, signal.SIGCONT)
    time.sleep(1)
    publish_at_last(publisher, [behind_it])
    found = on_topic(own_broker.settings, "web", "s")
    assert [raw.dedupe_key for raw in found].count(behind_it.dedupe_key) == 1
    publisher.close()


def test_what_apache_kafka_had_not_confirmed_when_it_stopped_is_on_the_topic_once_it_is_back(
    apache_kafka: ApacheKafka,
) -> None:
    create_raw_topics(apache_kafka.settings)
    options = aiokafka_producer_options(apache_kafka.settings)
    publisher = Publisher(options, budget_seconds=1.0, broker_remembers=True)
    publish_at_last(publisher, raws("s", 1, person="before"))
    calls = raws("s", 400)

    async def call_all() -> list[BaseException | None]:
        each = []
        for raw in calls:
            each.append(asyncio.create_task(publisher.publish_async([raw])))
            await asyncio.sleep(0.005)
        return await asyncio.gather(*each, return_exceptions=True)

    stopping = threading.Timer(0.2, apache_kafka.stop)
    stopping.start()
    assert any(asyncio.run(call_all()))
    stopping.join()
    apache_kafka.start()
    apache_kafka.wait_until_ready()
    publish_at_last(publisher, raws("s", 1, person="after"))
    publisher.close()
    found = on_topic(apache_kafka.settings, "web", "s")
    assert sorted(raw.dedupe_key for raw in found) == sorted(
        ["before0", "after0", *(raw.dedupe_key for raw in calls)]
    )


def test_a_broker_that_is_away_costs_the_others_no_cpu(own_broker: AnyBroker) -> None:
    create_raw_topics(own_broker.settings)
    publisher = of(own_broker.settings, budget_seconds=2.0)
    publish_at_last(publisher, raws("s", 10))
    own_broker.stop()
    with pytest.raises(Retry):
        publisher.publish(raws("s", 20))
    before, began = time.process_time(), time.monotonic()
    time.sleep(3)
    assert (time.process_time() - before) / (time.monotonic() - began) < 0.5
    publisher.close()


def test_after_a_broker_stood_still_every_event_is_taken(own_broker: AnyBroker) -> None:
    create_raw_topics(own_broker.settings)
    publisher = of(own_broker.settings, budget_seconds=2.0)
    publish_at_last(publisher, raws("s", 20))
    calls = raws("t", 40)

    async def call_all() -> list[BaseException | None]:
        each = (publisher.publish_async([raw]) for raw in calls)
        return await asyncio.gather(*each, return_exceptions=True)

    stand_still(own_broker)
    until = time.monotonic() + 6
    while time.monotonic() < until:
        assert all(isinstance(answer, Retry) for answer in asyncio.run(call_all()))
    os.kill(own_broker.pid, signal.SIGCONT)
    until = time.monotonic() + 30
    while any(asyncio.run(call_all())):
        assert time.monotonic() < until
    found = on_topic(own_broker.settings, "web", "t")
    assert {raw.event_id for raw in found} == {raw.event_id for raw in calls}
    publisher.close()
