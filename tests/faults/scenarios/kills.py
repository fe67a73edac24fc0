"""kill -9 of every process of the embedded stack but the broker, which forgets by design."""

from tests.faults.delivering import being_delivered, deliver
from tests.faults.killing import Killing
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.faults.scenarios.case import Case, Outcome, settled
from tests.faults.victims import StackPart

SECONDS_PER_KILL = 1.3
"""About what a kill takes here; the load is spread over so much time."""

PLATFORM_SECONDS = 1.0
PARTS = ("connectors", "worker", "sink", "clickhouse")


def undisturbed(case: Case) -> Outcome:
    """A run to which no harm is done."""
    lives = Lives()
    with a_line(case.day, case.folder / "data", lives) as stack:
        deliver(case.day, stack)
        return settled(stack, lives, {})


def kills(case: Case) -> Outcome:
    """Every process but the broker is killed at random moments."""
    lives = Lives()
    with a_line(case.day, case.folder / "data", lives, platform_seconds=PLATFORM_SECONDS) as stack:
        victims = [StackPart(stack, lives, name) for name in PARTS]
        killing = Killing(victims, kills=case.kills, seed=case.seed)
        with being_delivered(case.day, stack, seconds=case.kills * SECONDS_PER_KILL):
            killing.run()
        return settled(stack, lives, {f"killed.{name}": killing.made[name] for name in PARTS})
