"""A worker whose broker is killed and comes back."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.kafka import create_topics
from schemas.topics import EVENTS
from tests.pipeline.streams.journal import Journal
from tests.pipeline.streams.line import Line
from tests.services.any_broker import AnyBroker
from tests.services.apache_kafka import ApacheKafka
from tests.waiting import until

pytestmark = pytest.mark.integration

TOPIC = replace(EVENTS, name="events")


@pytest.fixture
def own_line(own_broker: AnyBroker, journal: Journal) -> Iterator[Line]:
    create_topics(own_broker.settings, [TOPIC])
    with Line(own_broker.settings, TOPIC.name, journal) as line:
        yield line


def test_a_worker_goes_on_when_the_broker_is_back(
    own_broker: AnyBroker, own_line: Line, journal: Journal
) -> None:
    own_line.publish(300)
    worker = own_line.worker("--work-seconds=0.1")
    journal.wait_for(300)
    own_broker.kill()
    time.sleep(3)
    own_broker.start()
    own_broker.wait_until_ready()
    create_topics(own_broker.settings, [TOPIC])  # the embedded broker forgot it
    before = len(journal.entries())
    journal.wait_for_these(own_line.publish(300), since=before)
    assert worker.poll() is None


def test_work_that_ends_while_the_broker_is_away_is_not_lost(
    own_broker: AnyBroker, own_line: Line, journal: Journal
) -> None:
    published = own_line.publish(300)
    gate = journal.file.with_name("gate")
    own_line.worker(f"--gate={gate}", "--gated", "0", "1", "2", "3")
    journal.wait_for(50, "start")
    own_broker.kill()
    gate.touch()
    time.sleep(3)
    own_broker.start()
    own_broker.wait_until_ready()
    create_topics(own_broker.settings, [TOPIC])
    published |= own_line.publish(300)
    journal.wait_for_these(published)


def test_a_worker_that_starts_while_the_broker_is_away_waits_for_it(
    own_broker: AnyBroker, own_line: Line, journal: Journal
) -> None:
    own_broker.kill()
    worker = own_line.worker()
    time.sleep(5)
    assert worker.poll() is None
    own_broker.start()
    own_broker.wait_until_ready()
    create_topics(own_broker.settings, [TOPIC])
    journal.wait_for_these(own_line.publish(300))


def test_a_topic_that_appears_after_a_worker_has_joined_is_worked_on(
    apache_kafka: ApacheKafka, journal: Journal
) -> None:
    with Line(apache_kafka.settings, TOPIC.name, journal) as line:
        line.worker()
        until(30, journal.held)  # it tells so once it has joined
        create_topics(apache_kafka.settings, [TOPIC])
        journal.wait_for_these(line.publish(300))


def test_a_worker_that_waits_for_the_broker_stops_when_asked(
    own_broker: AnyBroker, own_line: Line
) -> None:
    own_broker.kill()
    worker = own_line.worker()
    time.sleep(5)
    worker.terminate()
    assert worker.wait(10) == 0
