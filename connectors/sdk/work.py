"""What pollers and listeners have in common: publishing, counting, and how they are doing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import structlog

from connectors.sdk.metrics import Metrics
from connectors.sdk.publisher import Publisher
from connectors.sdk.repeats import Repeats
from schemas.errors import GuiyiError, Reject
from schemas.raw import RawEvent

log = structlog.get_logger()


@dataclass(slots=True)
class WorkState:
    """How a poller or listener is doing, for health checks.

    `trouble` names no personal value. `events` counts those that the broker confirmed since the
    start, `repeated` those of them that had been confirmed before; `skipped` what was passed over,
    as the platform gives it no more or the broker never takes it. `behind_seconds` and
    `quotas_left` are what the last `Page` that told them told.
    """

    state: Literal["starting", "working", "waiting", "failing", "stopped"] = "starting"
    trouble: str | None = None
    events: int = 0
    repeated: int = 0
    skipped: int = 0
    behind_seconds: float | None = None
    quotas_left: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Work:
    """The work of one poller or listener, by its name `platform/source/list`."""

    name: str
    publisher: Publisher
    metrics: Metrics
    state: WorkState = field(default_factory=WorkState)
    _repeats: Repeats = field(default_factory=Repeats)

    async def publish(self, raws: Sequence[RawEvent]) -> None:
        """Return when the broker has confirmed all of them but those that it never takes.

        An event that is too large would else hold up all that comes after it, for ever.

        Raises:
            Retry: as `Publisher.publish`.
        """
        try:
            await self.publisher.publish_async(raws)
        except Reject:
            if len(raws) > 1:
                half = len(raws) // 2
                await self.publish(raws[:half])
                await self.publish(raws[half:])
                return
            self.skipped(1)
            event_id, kind = str(raws[0].event_id), raws[0].kind
            log.error("event_too_large", name=self.name, event_id=event_id, kind=kind)  # noqa: TRY400 (known)
        else:
            repeated = self._repeats.count(raw.event_id for raw in raws)
            self.metrics.count_confirmed(self.name, len(raws), repeated)
            self.state.events += len(raws)
            self.state.repeated += repeated

    def skipped(self, count: int) -> None:
        """So much was passed over for good."""
        self.state.skipped += count
        self.metrics.skipped.labels(self.name).inc(count)

    def failed(self, error: GuiyiError) -> None:
        """It did not work, and is tried again."""
        self.state.state, self.state.trouble = "failing", str(error)
        self.metrics.poll_failures.labels(self.name, type(error).__name__).inc()

    def stopped(self, error: GuiyiError) -> None:
        """It did not work, and is not tried again until a person has done something."""
        self.failed(error)
        self._wait_for_person()

    def crashed(self, error: Exception) -> None:
        """It ended by a bug."""
        self.state.trouble = f"a bug: {type(error).__name__}; the log has more"
        self._wait_for_person()

    def _wait_for_person(self) -> None:
        self.state.state = "stopped"
        self.metrics.pollers_stopped.inc()
