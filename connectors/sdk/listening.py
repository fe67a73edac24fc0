"""Running a listener: connect, publish what is heard, connect again after it broke off."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from httpx import AsyncClient

from connectors.sdk.listener import Listener
from connectors.sdk.metrics import Metrics
from connectors.sdk.publisher import Publisher
from connectors.sdk.retrying import BackOff
from connectors.sdk.together import until_first
from connectors.sdk.work import Work, WorkState
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
    work: Work = field(init=False)
    _back_off: BackOff = field(default_factory=BackOff)

    def __post_init__(self) -> None:
        self.work = Work(self.listener.name, self.publisher, self.metrics)

    @property
    def name(self) -> str:
        """The listener's."""
        return self.listener.name

    @property
    def state(self) -> WorkState:
        """How it is doing."""
        return self.work.state

    async def run(self) -> None:
        """Listen until stopped, or until the listener needs a person."""
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                await until_first(self._listen(), self._until_stopped())
            except (Retry, Reject) as error:
                self.work.failed(error)
                self._log_failure(error)
                if time.monotonic() - began > _SETTLED_SECONDS:
                    self._back_off.succeeded()
                await self._wait(self._back_off.seconds_after(error))
            except Fatal as error:
                self.work.stopped(error)
                self._log_failure(error)
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
                await self.work.publish(raws)
                break
            except Retry as error:
                self.state.state, self.state.trouble = "waiting", str(error)
                await asyncio.sleep(min(waits.seconds_after(error), _LONGEST_PAUSE_SECONDS))
        self.state.state, self.state.trouble = "working", None
        if raws:
            self._back_off.succeeded()

    async def _listen(self) -> None:
        await self.listener.listen(self.publish, self.client)
        raise Retry(_ENDED)

    async def _until_stopped(self) -> None:
        await self.stop.wait()

    def _log_failure(self, error: GuiyiError) -> None:
        state, trouble = self.state.state, str(error)
        log.warning("listener_failed", listener=self.name, state=state, trouble=trouble)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)
