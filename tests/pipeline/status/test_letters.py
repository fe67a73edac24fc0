"""Counting the dead letters that wait, on a real topic."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from kafka import KafkaProducer

from pipeline.embedded.ports import free_port
from pipeline.kafka import producer_options
from pipeline.settings import Settings
from pipeline.status.broker import BrokerWatch
from pipeline.status.letters import LetterCount
from pipeline.status.look import Letters
from schemas.dead_letter import DeadLetter
from schemas.topics import DEAD_LETTERS
from tests.pipeline.dead_letters.letters import letter
from tests.services.broker import NewTopics


@pytest.fixture
def producer(broker: str) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(**producer_options(Settings(kafka_bootstrap=broker), DEAD_LETTERS))
    yield producer
    producer.close()


def test_each_look_goes_on_where_the_one_before_ended(
    broker: str, new_topics: NewTopics, producer: KafkaProducer
) -> None:
    (topic,) = new_topics([DEAD_LETTERS])

    def write(*letters: DeadLetter) -> None:
        for one in letters:
            key = str(one.dead_letter_id).encode()
            producer.send(topic.name, key=key, value=one.to_bytes()).get(10)

    with closing(LetterCount(Settings(kafka_bootstrap=broker), topic.name)) as count:
        assert count.letters(5) == Letters({}, is_complete=True)
        write(letter(1, "read_payload"), letter(2, "read_payload"), letter(3, "sink"))
        _until_counted(count, {"read_payload": 2, "sink": 1})
        # One comes again, one is replayed.
        write(letter(1, "read_payload"), letter(3, "sink").but(replayed_at=datetime.now(UTC)))
        _until_counted(count, {"read_payload": 2})

    with closing(LetterCount(Settings(kafka_bootstrap=broker), topic.name)) as anew:
        assert anew.letters(5) == Letters({"read_payload": 2}, is_complete=True)


def test_a_broker_that_is_away_is_told_at_once() -> None:
    watch = BrokerWatch(Settings(kafka_bootstrap=f"127.0.0.1:{free_port()}"))
    began = time.monotonic()
    look = watch.look()
    assert time.monotonic() - began < 2
    assert (look.trouble, look.lag, look.letters) == ("does not answer", None, None)
    watch.close()


def _until_counted(count: LetterCount, by_step: dict[str, int]) -> None:
    until = time.monotonic() + 10
    while (found := count.letters(1)).by_step != by_step:
        assert time.monotonic() < until, found
