"""Letters are written, found and replayed, on a broker."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from pipeline.dead_letters.letter import unsent_letter, without_value
from pipeline.dead_letters.register import DeadLetterWriter, find, read_dead_letters
from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.dead_letter import DeadLetter
from schemas.errors import Fatal, Retry
from schemas.topics import DEAD_LETTERS, EVENTS, MAX_MESSAGE_BYTES, PROFILES
from tests.pipeline.dead_letters.letters import letter
from tests.pipeline.flow.working import values_on
from tests.services.any_broker import AnyBroker
from tests.services.broker import NewTopics


@pytest.fixture
def settings(broker_settings: Settings) -> Settings:
    create_topics(broker_settings, (DEAD_LETTERS, PROFILES))
    return broker_settings


@pytest.fixture
def writer(settings: Settings) -> Iterator[DeadLetterWriter]:
    with closing(DeadLetterWriter(settings)) as writer:
        yield writer


def unsent(topic: str, key: str, value: bytes | None) -> DeadLetter:
    return unsent_letter(topic, 0, key.encode(), value, (), reason="TooLarge", made_of="a test")


def as_it_stands(settings: Settings, one: DeadLetter) -> DeadLetter:
    return find(read_dead_letters(settings), str(one.dead_letter_id))


def test_a_letter_is_found_by_the_beginning_of_its_id() -> None:
    letters = [letter(1), letter(2)]
    assert find(letters, str(letters[1].dead_letter_id)[:8]) is letters[1]


def test_a_beginning_that_is_of_none_or_of_several_is_said_so() -> None:
    with pytest.raises(Fatal, match=r"^no dead letter begins with nope$"):
        find([letter(1)], "nope")
    with pytest.raises(Fatal, match=r"^2 dead letters begin with $"):
        find([letter(1), letter(2)], "")


def test_a_broker_that_is_away_is_told_soon_with_its_address() -> None:
    began = time.monotonic()
    with pytest.raises(Retry, match=r"Kafka is away at 127\.0\.0\.1:9; is guiyi up running\?"):
        read_dead_letters(Settings(kafka_bootstrap="127.0.0.1:9"))
    assert time.monotonic() - began < 10


def test_a_letter_that_is_too_large_is_kept_without_its_value(
    settings: Settings, writer: DeadLetterWriter
) -> None:
    huge, small = letter(71).but(value="x" * MAX_MESSAGE_BYTES), letter(72)
    writer.write([huge, small])
    assert as_it_stands(settings, huge) == without_value(huge)
    assert as_it_stands(settings, small) == small


def test_a_broker_that_goes_away_before_it_was_written_to_is_to_be_waited_for(
    own_broker: AnyBroker,
) -> None:
    create_topics(own_broker.settings, (DEAD_LETTERS,))
    with closing(DeadLetterWriter(own_broker.settings, patience_seconds=1)) as writer:
        own_broker.kill()
        with pytest.raises(Retry, match="did not confirm"):
            writer.write([letter(1)])


def test_a_replayed_tombstone_is_a_tombstone_again(
    settings: Settings, writer: DeadLetterWriter, new_topics: NewTopics
) -> None:
    (topic,) = new_topics([EVENTS])
    letters = [unsent(topic.name, "gone", None), unsent(topic.name, "gone", b"")]
    assert writer.replay(letters) == 2
    assert values_on(settings, topic.name, lambda _key: True) == [None, b""]


def test_what_was_not_kept_is_not_replayed_and_all_else_is(
    settings: Settings, writer: DeadLetterWriter, new_topics: NewTopics
) -> None:
    (topic,) = new_topics([EVENTS])
    emptied, whole = without_value(unsent(topic.name, "a", b"1")), unsent(topic.name, "b", b"2")
    writer.write([emptied, whole])
    with pytest.raises(
        Fatal, match=r"^1 replayed; these cannot be: \w{8} \(its value was too larg"
    ):
        writer.replay([emptied, whole])
    assert values_on(settings, topic.name, lambda _key: True) == [b"2"]
    assert as_it_stands(settings, emptied).replayed_at is None
    assert as_it_stands(settings, whole).replayed_at is not None


@pytest.mark.parametrize("value", [b"an older document", None])
def test_a_profile_is_not_replayed_over_its_newer_documents(
    settings: Settings, writer: DeadLetterWriter, value: bytes | None
) -> None:
    with pytest.raises(Fatal, match="newer documents of the profile"):
        writer.replay([unsent(PROFILES.name, "not-replayed", value)])
    assert values_on(settings, PROFILES.name, b"not-replayed".__eq__) == []
