"""Running a listener: connect, publish what is heard, connect again after it broke off."""

import asyncio
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
from schemas.errors import Fatal, GuiyiError, Reject, Retry
from schemas.raw import RawEvent

log = structlog.get_logger()

_ENDED = "the platform ended the connection"


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
            try:
                await self._until_stopped()
            except (Retry, Reject) as error:
                self._count_failure("failing", error)
                await self._wait(self._back_off.seconds_after(error))
            except Fatal as error:
                self._count_failure("stopped", error)
                self.metrics.pollers_stopped.inc()
                return

    async def publish(self, raws: Sequence[RawEvent]) -> None:
        """As `Publish` promises. What has been heard is published even while stopping."""
        waits = BackOff()
        while True:
            try:
                await self.publisher.publish_async(raws)
                break
            except Retry as error:
                self.state.state, self.state.trouble = "waiting", str(error)
                await asyncio.sleep(min(waits.seconds_after(error), 5.0))
        self.state.state, self.state.trouble = "working", None
        self._back_off.succeeded()
        platform, source = self.name.split("/")[:2]
        repeated = self._recent.add(raw.event_id for raw in raws)
        self.metrics.duplicates.labels(platform, source).inc(repeated)
        self.metrics.published.labels(platform, source).inc(len(raws))

    async def _until_stopped(self) -> None:
        listening = asyncio.ensure_future(self.listener.listen(self.publish, self.client))
        stopped = asyncio.ensure_future(self.stop.wait())
        try:
            await asyncio.wait((listening, stopped), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        if not self.stop.is_set():
            raise Retry(_ENDED)

    def _count_failure(self, state: Literal["failing", "stopped"], error: GuiyiError) -> None:
        self.state.state, self.state.trouble = state, str(error)
        self.metrics.poll_failures.labels(self.name, type(error).__name__).inc()
        log.warning("listener_failed", listener=self.name, state=state, trouble=str(error))

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)
