"""What every scenario is given, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.demo.day import Day
from pipeline.embedded.stack import Stack
from tests.faults.delivering import wait_until_polled
from tests.faults.final_state import FinalState, read_final_state
from tests.faults.lives import Lives

DRAIN_SECONDS = 240.0


@dataclass(frozen=True)
class Case:
    """One run: the day to deliver, an empty folder, and how much harm to do."""

    day: Day
    folder: Path
    seed: int
    kills: int = 0


@dataclass(frozen=True)
class Outcome:
    """The end of a run.

    Args:
        state: what is left of it.
        harm: what was done to it; nothing of it may be 0, or the run proves nothing.
        crashes: parts of the stack that ended though nobody killed them.
    """

    state: FinalState
    harm: Mapping[str, int]
    crashes: tuple[str, ...]


Scenario = Callable[[Case], Outcome]


def settled(stack: Stack, lives: Lives, harm: Mapping[str, int]) -> Outcome:
    """The outcome once everything that was delivered is processed."""
    wait_until_polled(stack)
    stack.wait_until_drained(DRAIN_SECONDS)
    return Outcome(read_final_state(stack.settings), harm, tuple(lives.crashes))
