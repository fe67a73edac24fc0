"""A halt outlasts restarts, on a broker."""

import uuid
from collections.abc import Iterator
from contextlib import closing

import pytest

from pipeline.dead_letters.bound import EXAMPLES, DeadLetterBound
from pipeline.dead_letters.bounded import BoundedDeadLetters
from pipeline.dead_letters.halted import Halted
from pipeline.dead_letters.halts import lift_halts, refuse_while_halted
from pipeline.dead_letters.register import DeadLetterWriter, read_dead_letters
from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.topics import DEAD_LETTERS, HALTS
from tests.pipeline.dead_letters.letters import letters


@pytest.fixture
def settings(broker_settings: Settings) -> Settings:
    settings = broker_settings.model_copy(update={"max_dead_letters": 20})
    create_topics(settings, (DEAD_LETTERS, HALTS))
    return settings


@pytest.fixture
def writer(settings: Settings) -> Iterator[DeadLetterWriter]:
    with closing(DeadLetterWriter(settings)) as writer:
        yield writer


@pytest.fixture
def halted_group(settings: Settings, writer: DeadLetterWriter) -> str:
    """A group that met a broken stream just now."""
    group = uuid.uuid4().hex
    bound = DeadLetterBound(group, settings.max_dead_letters, window_seconds=60)
    with pytest.raises(Halted):
        BoundedDeadLetters(writer, bound).write(letters(100, 150))
    return group


def test_a_group_that_never_halted_may_work(settings: Settings) -> None:
    refuse_while_halted(settings, uuid.uuid4().hex)


def test_a_halted_group_stays_so_until_somebody_lets_it_go_on(
    settings: Settings, halted_group: str
) -> None:
    for _ in range(2):
        with pytest.raises(Halted, match="50 dead letters within 60 s"):
            refuse_while_halted(settings, halted_group)
    assert halted_group in {halt.group for halt in lift_halts(settings)}
    refuse_while_halted(settings, halted_group)
    assert not lift_halts(settings)


def test_a_higher_bound_lets_a_group_go_on(settings: Settings, halted_group: str) -> None:
    refuse_while_halted(settings.model_copy(update={"max_dead_letters": 21}), halted_group)
    with pytest.raises(Halted):
        refuse_while_halted(settings, halted_group)


def test_only_examples_of_the_batch_that_broke_the_bound_become_letters(
    settings: Settings, halted_group: str
) -> None:
    written = {letter.dead_letter_id for letter in read_dead_letters(settings)}
    assert len(written & {letter.dead_letter_id for letter in letters(100, 150)}) == EXAMPLES
