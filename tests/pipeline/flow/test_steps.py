"""Steps give outcomes; they decide nothing about what becomes of a message."""

import pytest

from pipeline.flow.steps import Done, Drop, Dropped, Rejected, Step, run_steps
from schemas.errors import Reject


def double(value: int) -> int:
    return value * 2


def refuse(value: int) -> int:
    raise Reject("amount", "an even number", str(value))


def drop(_value: int) -> Drop:
    return Drop("nothing in it")


def break_down(_value: int) -> int:
    raise ZeroDivisionError


def test_a_value_goes_through_the_steps_in_order() -> None:
    assert run_steps([Step("double", double), Step("again", double)], 3) == Done(12)


def test_a_refusal_names_the_step_and_shows_no_value() -> None:
    outcome = run_steps([Step("double", double), Step("check", refuse)], 21)
    assert isinstance(outcome, Rejected)
    assert outcome.step == "check"
    assert outcome.failure.field == "amount"
    assert outcome.failure.shape == "99"
    assert "42" not in outcome.failure.message


def test_a_drop_ends_the_steps_and_names_its_own() -> None:
    outcome = run_steps([Step("drop", drop), Step("check", refuse)], 1)
    assert outcome == Dropped("drop", "nothing in it")


def test_a_bug_is_no_outcome() -> None:
    with pytest.raises(ZeroDivisionError):
        run_steps([Step("bug", break_down)], 1)
