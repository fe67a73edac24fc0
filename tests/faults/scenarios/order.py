"""Deliveries come in any order, and more than once."""

from collections.abc import Sequence
from random import Random

from pipeline.simulator.pushing import Push
from tests.faults.delivering import deliver
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.faults.scenarios.case import Case, Outcome, settled

MOST_TIMES = 3


def any_order(case: Case) -> Outcome:
    """Every callback comes one to three times, all in shuffled order."""
    lives, random = Lives(), Random(case.seed)
    repeated = 0

    def shuffled(pushes: Sequence[Push]) -> list[Push]:
        nonlocal repeated
        made = [push for push in pushes for _ in range(random.randint(1, MOST_TIMES))]
        repeated = len(made) - len(pushes)
        random.shuffle(made)
        return made

    with a_line(case.day, case.folder / "data", lives) as stack:
        deliver(case.day, stack, order=shuffled)
        return settled(stack, lives, {"repeated": repeated})
