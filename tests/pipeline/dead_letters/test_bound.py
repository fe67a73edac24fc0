"""At most so many dead letters within a window; past that the process must end."""

import pytest

from pipeline.dead_letters.bound import DeadLetterBound
from pipeline.dead_letters.halted import Halted
from tests.pipeline.dead_letters.letters import letter, letters


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bound(clock: Clock) -> DeadLetterBound:
    return DeadLetterBound("a-group", limit=10, window_seconds=60, clock=clock)


def test_as_many_as_the_bound_are_admitted_and_not_one_more(bound: DeadLetterBound) -> None:
    bound.admit(letters(0, 4))
    bound.admit(letters(4, 10))
    with pytest.raises(Halted):
        bound.admit(letters(10, 11))


def test_what_lies_before_the_window_no_longer_counts(bound: DeadLetterBound, clock: Clock) -> None:
    bound.admit(letters(0, 10))
    clock.seconds += 59
    with pytest.raises(Halted):
        bound.admit(letters(10, 20))
    clock.seconds += 1
    bound.admit(letters(10, 20))


def test_a_batch_that_is_tried_again_counts_once(bound: DeadLetterBound) -> None:
    for _ in range(3):
        bound.admit(letters(0, 10))


def test_a_batch_without_letters_is_always_admitted(bound: DeadLetterBound) -> None:
    bound.admit(letters(0, 10))
    bound.admit([])


def test_the_halt_names_count_window_setting_and_the_most_frequent_cause_but_no_value(
    bound: DeadLetterBound,
) -> None:
    bound.admit(letters(0, 4, step="parse"))
    with pytest.raises(Halted) as halted:
        bound.admit([*letters(4, 11, step="check"), letter(11, "check", "13800138000")])
    halt = halted.value.halt
    assert (halt.group, halt.max_dead_letters, halt.resumed_at) == ("a-group", 10, None)
    assert halt.reason == (
        "12 dead letters within 60 s are more than the 10 of GUIYI_MAX_DEAD_LETTERS; "
        "8 of them: check: field: expected something"
    )
    assert "guiyi dead-letters resume" in str(halted.value)
