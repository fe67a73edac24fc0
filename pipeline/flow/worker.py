"""What a worker does with a batch: the same order everywhere, so that nothing is lost.

Apply and commit state → produce and wait for the broker → acknowledge. A service that is away makes
the worker wait and do the same again; what a step refuses goes to the dead letters before the
batch counts as done, and more refusals than their bound allows stop the worker instead; anything
else that is raised stops it too.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Any

from pipeline.dead_letters.letter import UNSENT
from pipeline.flow import metrics
from pipeline.flow.masking import Masking
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.outputs import Output, Outputs, Unsent
from pipeline.flow.patience import until_there
from pipeline.flow.refusing import Refusals, Refusing
from pipeline.flow.resolving import outputs_of, resolving_steps, standing_outputs
from pipeline.flow.steps import Done, Dropped, Rejected, Step, run_steps
from pipeline.flow.telling import tell
from pipeline.observing.ages import observe_ages, some_of
from pipeline.observing.dead_letters import expect_dead_letters
from pipeline.record import Record
from pipeline.streams import Batch
from resolvers.resolution import PlacedEvent, Position, Resolution, Standing
from resolvers.resolver import Resolver
from schemas.errors import Reject
from schemas.event import CustomerEvent
from schemas.topics import EVENTS


class Worker:
    """The two agents' work on a batch.

    Args:
        outputs: the way to the broker.
        resolver: the identity resolution over its store.
        masking: how personal values leave.
        refusing: keeps what cannot be processed or told.
        policy_version: of the policy that the resolver follows.
        cluster_id: the broker's; offsets mean nothing on another one.
        region: of phone numbers without country code.
    """

    def __init__(
        self,
        *,
        outputs: Outputs,
        resolver: Resolver,
        masking: Masking,
        refusing: Refusing,
        policy_version: str,
        cluster_id: str,
        region: str,
    ) -> None:
        self._outputs = outputs
        self._resolver = resolver
        self._masking = masking
        self._refusing = refusing
        self._policy_version = policy_version
        self._cluster_id = cluster_id
        self._normalizing = (*normalizing_steps(region), Step("tell_event", _tell_event))
        self._resolving = resolving_steps()
        steps = [step.name for step in (*self._normalizing, *self._resolving)]
        expect_dead_letters([*steps, UNSENT])

    async def normalize(self, batch: Batch) -> None:
        """Raw events → customer events on the events topic."""
        done, refusals = _run_all("normalize", self._normalizing, batch)
        unsent = await tell(self._outputs, [output for _, told in done for output in told])
        await self._refusing.keep(batch, refusals, unsent)

    async def resolve(self, batch: Batch) -> None:
        """Customer events → state in the store, then the topics that tell of it."""
        done, refusals = _run_all("resolve", self._resolving, batch)
        position = Position(self._cluster_id, batch.topic, batch.partition, batch.last_offset)
        placed = [PlacedEvent(record.offset, event) for record, event in done]
        resolution = await until_there(
            "store", lambda: asyncio.to_thread(self._apply, position, placed)
        )
        metrics.count_comparing(resolution.comparing)
        await self._tell(resolution, partial(self._refusing.keep, batch, refusals))
        observe_ages("resolved", [each.event for each in some_of(placed)], standing_for=len(placed))

    async def tell_decisions(self) -> None:
        """Tell the topics what persons caused, in portions, until there is nothing left.

        What the broker refuses goes to the dead letters, and counts as told.
        """
        while True:
            resolution = await until_there(
                "store", lambda: asyncio.to_thread(self._resolver.caused_by_persons)
            )
            if not resolution.changes:
                return
            await self._tell(resolution, partial(self._refusing.keep_unsent, made_of="decisions"))

    async def _tell(
        self, resolution: Resolution, keep: Callable[[Sequence[Unsent]], Awaitable[None]]
    ) -> None:
        """Tell the topics, keep what the broker refuses of it, and note that it was told.

        Raises:
            Halted, Fatal: what `keep` raises.
        """
        outputs = outputs_of(resolution, self._masking, self._policy_version)
        unsent = await tell(self._outputs, outputs)
        await self._tell_newer(resolution)
        await keep(unsent)
        if resolution.changes:
            await until_there(
                "store", lambda: asyncio.to_thread(self._resolver.published, resolution)
            )

    async def _tell_newer(self, told: Standing) -> None:
        """See to it that the last document of a profile on its topic is the newest one.

        Another batch, here or on another worker, may have changed a profile and told of it
        between our commit and our telling. Whoever told last looks last, and sees what the store
        has by then: so it tells again until it has told the newest.
        """
        while versions := told.versions:
            told = await until_there(
                "store",
                lambda versions=versions: asyncio.to_thread(self._resolver.newer_than, versions),  # type: ignore[misc]
            )
            await tell(self._outputs, list(standing_outputs(told, self._masking)))

    def _apply(self, position: Position, placed: Sequence[PlacedEvent]) -> Resolution:
        with metrics.STORE_SECONDS.time():
            return self._resolver.apply(position, placed)


def _tell_event(events: Sequence[CustomerEvent]) -> list[Output]:
    """No later step could have an event that is too large: the raw one is refused instead."""
    told = [Output.of(EVENTS, event) for event in events]
    largest = max((len(output.value or b"") for output in told), default=0)
    if largest >= EVENTS.max_message_bytes:
        raise Reject("event", f"less than {EVENTS.max_message_bytes} bytes", largest)
    return told


def _run_all(
    agent: str, steps: Iterable[Step], batch: Batch
) -> tuple[list[tuple[Record, Any]], Refusals]:
    """Every message of the batch through the steps: what came out, and what was refused."""
    steps = tuple(steps)
    done: list[tuple[Record, Any]] = []
    refusals: Refusals = []
    stops: Counter[tuple[str, str]] = Counter()
    for record in batch:
        match run_steps(steps, record.value):
            case Done(value):
                done.append((record, value))
            case Dropped(step):
                stops[step, "dropped"] += 1
            case Rejected(step) as rejected:
                stops[step, "rejected"] += 1
                refusals.append((record, rejected))
    metrics.count(agent, done=len(done), stops=stops)
    return done, refusals
