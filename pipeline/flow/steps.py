"""Steps and their outcomes. A step decides nothing about what becomes of a message.

A step takes a value and gives the next one, or a `Drop`, or raises `Reject`. Only the agents act
on the outcome: they pass on, drop or dead-letter. Any other exception is a bug and stops the
worker, because a message that met a bug is not a bad message.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from schemas.dead_letter import Failure
from schemas.errors import Reject


@dataclass(frozen=True, slots=True)
class Step:
    """One named step. The name stands in dead letters and metrics."""

    name: str
    run: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Done:
    """The message went through every step and became `value`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """The message is understood and carries nothing for us."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The step `step` could not process the message, now or ever."""

    step: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class Dropped:
    """The step `step` found nothing in the message for us."""

    step: str
    reason: str


Outcome = Done | Dropped | Rejected


def run_steps(steps: Iterable[Step], value: object) -> Outcome:
    """Take `value` through the steps, in order, until one drops or rejects it."""
    for step in steps:
        try:
            value = step.run(value)
        except Reject as error:
            return Rejected(step.name, error.failure)
        if isinstance(value, Drop):
            return Dropped(step.name, value.reason)
    return Done(value)
