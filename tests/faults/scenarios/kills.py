"""kill -9 of every process of the embedded stack but the broker, which forgets by design."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from pipeline.embedded.stack import Stack
from tests.faults.delivering import deliver
from tests.faults.killing import Killing
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.faults.scenarios.case import Case, Outcome, settled
from tests.faults.victims import StackPart, Victim

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
        with killed_at_random(victims, case) as killing:
            deliver_meanwhile(case, stack, killing)
        return settled(stack, lives, {f"killed.{name}": killing.made[name] for name in PARTS})


@contextmanager
def killed_at_random(victims: Sequence[Victim], case: Case) -> Iterator[Killing]:
    """The victims are being killed; leaving waits for the last kill."""
    killing = Killing(victims, kills=case.kills, seed=case.seed)
    with ThreadPoolExecutor(1) as beside:
        run = beside.submit(killing.run)
        yield killing
        run.result()


def deliver_meanwhile(case: Case, stack: Stack, killing: Killing) -> None:
    """Deliver the day over about the time that the kills take."""
    deliver(case.day, stack, seconds=case.kills * SECONDS_PER_KILL, hurry=killing.enough)
