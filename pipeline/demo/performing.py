"""Push a day through a running stack, and see what came of it."""

import threading
import time
from collections import Counter
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.clickhouse import Client
from pipeline.demo.day import Day
from pipeline.demo.driving.driver import push_day
from pipeline.demo.outcome import Outcome, count_events, read_outcome
from pipeline.demo.reconciling import Balance, balance, of_platform
from pipeline.embedded.stack import Stack
from resolvers.evaluation import PairScores, pair_scores

PRECISION_FLOOR = 0.93
"""Families that share a phone and people who share a browser cost some pairs, never so many."""

DRAIN_SECONDS = 900.0
"""Much more than it takes, for a machine that does other things besides."""

LOOK_SECONDS = 0.5
DICTIONARY_SECONDS = 3.0
"""Within this time ClickHouse's dictionary of current profiles knows of the last change."""


@dataclass(frozen=True, slots=True)
class Performance:
    """The day, what was delivered of it with repeats, the rows of files that were rejected, and
    what came of it.
    """

    day: Day
    deliveries: Counter[str]
    rejected_rows: int
    outcome: Outcome

    @property
    def balances(self) -> dict[str, Balance]:
        """Events in and out of each platform."""
        return {
            platform: balance(
                of_platform(self.day.events, platform), of_platform(self.outcome.events, platform)
            )
            for platform in sorted(self.day.events_by_platform)
        }

    @property
    def scores(self) -> PairScores:
        """The profiles against the truth."""
        return pair_scores(self.day.truth, self.outcome.profiles)

    @property
    def is_right(self) -> bool:
        """Whether everything arrived once, whose it is as the platforms say, and hardly anybody was
        taken for somebody else.
        """
        arrived = balance(self.day.events, self.outcome.events)
        nobodys = balance(self.day.anonymous, self.outcome.anonymous)
        is_as_sent = arrived.is_even and nobodys.is_even
        return is_as_sent and self.scores.precision >= PRECISION_FLOOR


def perform(day: Day, stack: Stack, client: Client, console: Console) -> Performance:
    """Push the day through the stack and wait until all of it is in ClickHouse.

    Raises:
        Fatal, Retry: when the stack does not take the day, or does not get done with it.
    """
    deliveries: Counter[str] = Counter()
    counting = threading.Lock()
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
    with bars:
        delivered = bars.add_task("delivered", total=day.deliveries)
        arrived = bars.add_task("in ClickHouse", total=day.events.total())

        def on_delivered(platform: str, events: int) -> None:
            with counting:
                deliveries[platform] += events
            bars.update(delivered, advance=events)

        rejected_rows = push_day(day, stack.settings, on_delivered)
        until = time.monotonic() + DRAIN_SECONDS
        while any((stack.unprocessed() or {"everything": 1}).values()):
            if time.monotonic() > until:
                break
            bars.update(arrived, completed=count_events(client))
            time.sleep(LOOK_SECONDS)
        stack.wait_until_drained(max(0.0, until - time.monotonic()))
        bars.update(arrived, completed=count_events(client))
    time.sleep(DICTIONARY_SECONDS)
    return Performance(day, deliveries, rejected_rows, read_outcome(client))
