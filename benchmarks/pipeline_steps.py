"""What each of the worker's steps costs, measured one after the other in this process."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pipeline.flow.garbage import collect_seldom
from pipeline.flow.masking import Masking
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.outputs import Output
from pipeline.flow.resolving import outputs_of, parse_customer_event
from pipeline.flow.steps import Done, run_steps
from resolvers.policy import load_policy
from resolvers.resolution import PlacedEvent, Position, Resolution
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from schemas.topics import EVENTS

T = TypeVar("T")

BATCH_EVENTS = 1000


def step_costs(raws: Sequence[RawEvent], folder: Path) -> dict[str, float]:
    """Microseconds of CPU for each event, step by step, with the worker's setting of the collector.

    Args:
        raws: the events, all of which can be read.
        folder: where the identity store is made.
    """
    costs: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        started = time.process_time()
        result = work()
        costs[f"step.{name}_us_per_event"] = (time.process_time() - started) / len(raws) * 1e6
        return result

    collect_seldom()
    policy = load_policy(None)
    resolver = Resolver(open_store(f"sqlite:///{folder / 'steps.sqlite3'}"), policy)
    masking = Masking(b"a key for a benchmark")
    received = [raw.to_bytes() for raw in raws]
    normalized = timed("normalize", lambda: _normalized(received))
    written = timed("write_events", lambda: [Output.of(EVENTS, event) for event in normalized])
    events = timed("parse_events", lambda: [parse_customer_event(each.value) for each in written])
    resolutions = timed("apply", lambda: _applied(resolver, events))
    timed("mask_and_write", lambda: [outputs_of(r, masking, policy.version) for r in resolutions])
    return costs


def _normalized(received: Sequence[bytes]) -> list[CustomerEvent]:
    steps = normalizing_steps("CN")
    outcomes = [run_steps(steps, data) for data in received]
    return [event for outcome in outcomes if isinstance(outcome, Done) for event in outcome.value]


def _applied(resolver: Resolver, events: Sequence[CustomerEvent]) -> list[Resolution]:
    resolutions = []
    for first in range(0, len(events), BATCH_EVENTS):
        batch = [
            PlacedEvent(first + place, event)
            for place, event in enumerate(events[first : first + BATCH_EVENTS])
        ]
        resolutions.append(resolver.apply(Position("one", "events", 0, batch[-1].offset), batch))
        resolver.published(resolutions[-1])
    return resolutions
