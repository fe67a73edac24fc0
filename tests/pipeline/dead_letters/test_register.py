import time

import pytest

from pipeline.dead_letters.register import find, read_dead_letters
from pipeline.settings import Settings
from schemas.errors import Fatal, Retry
from tests.pipeline.dead_letters.letters import letter


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
