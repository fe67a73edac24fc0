"""Running a listener: connect, publish what is heard, connect again after it broke off."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import structlog
from httpx import AsyncClient

from connectors.sdk.listener import Listener
from connectors.sdk.metrics import Metrics
from connectors.sdk.publisher import Publisher
from connectors.sdk.recent import RecentEvents
from connectors.sdk.retrying import BackOff, TaskState
from connectors.sdk.together import until_first
from schemas.errors import Fatal, GuiyiError, Reject, Retry
from schemas.raw import RawEvent

log = structlog.get_logger()

_ENDED = "the platform ended the connection"
_SETTLED_SECONDS = 60.0
"""A connection that lasted so long was a good one, though nobody may have said anything."""

_LONGEST_PAUSE_SECONDS = 5.0
"""Between two tries to publish: the platform must not wait longer than the broker is away."""


@dataclass(slots=True)
class Listening:
    """Runs one listener until `stop` is set. What was heard before that is published."""

    listener: Listener
    publisher: Publisher
    client: AsyncClient
    metrics: Metrics
    stop: asyncio.Event
    state: TaskState = field(default_factory=TaskState)
    _recent: RecentEvents = field(default_factory=RecentEvents)
    _back_off: BackOff = field(default_factory=BackOff)

    @property
    def name(self) -> str:
        """The listener's."""
        return self.listener.name

    async def run(self) -> None:
        """Listen until stopped, or until the listener needs a person."""
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                await until_first(self._listen(), self._until_stopped())
            except (Retry, Reject) as error:
                self._count_failure("failing", error)
                if time.monotonic() - began > _SETTLED_SECONDS:
                    self._back_off.succeeded()
                await self._wait(self._back_off.seconds_after(error))
            except Fatal as error:
                self._count_failure("stopped", error)
                self.metrics.pollers_stopped.inc()
                return

    async def publish(self, raws: Sequence[RawEvent]) -> None:
        """As `Publish` promises. What has been heard is published even while stopping."""
        publishing = asyncio.ensure_future(self._publish(raws))
        try:
            await asyncio.shield(publishing)
        except asyncio.CancelledError:
            # Who is asked to go goes only then; a second request, when the process can wait no
            # longer, is followed at once.
            await publishing
            raise

    async def _publish(self, raws: Sequence[RawEvent]) -> None:
        waits = BackOff()
        while True:
            try:
                await self.publisher.publish_async(raws)
                break
            except Retry as error:
                self.state.state, self.state.trouble = "waiting", str(error)
                await asyncio.sleep(min(waits.seconds_after(error), _LONGEST_PAUSE_SECONDS))
        self.state.state, self.state.trouble = "working", None
        if raws:
            self._back_off.succeeded()
        repeated = self._recent.add(raw.event_id for raw in raws)
        self.metrics.count_confirmed(self.name, len(raws), repeated)
        self.state.events += len(raws)
        self.state.repeated += repeated

    async def _listen(self) -> None:
        await self.listener.listen(self.publish, self.client)
        raise Retry(_ENDED)

    async def _until_stopped(self) -> None:
        await self.stop.wait()

    def _count_failure(self, state: Literal["failing", "stopped"], error: GuiyiError) -> None:
        self.state.state, self.state.trouble = state, str(error)
        self.metrics.poll_failures.labels(self.name, type(error).__name__).inc()
        log.warning("listener_failed", listener=self.name, state=state, trouble=str(error))

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)
