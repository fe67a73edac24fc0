"""Running a poller: page, publish, keep the cursor; wait between rounds and after failures."""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import structlog
from httpx import AsyncClient

from connectors.sdk.cursors import Cursors
from connectors.sdk.metrics import Metrics
from connectors.sdk.poller import Poller
from connectors.sdk.publisher import Publisher
from schemas.errors import Fatal, GuiyiError, Reject, Retry

log = structlog.get_logger()

_FIRST_WAIT_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 300.0
_JITTER = 0.2


@dataclass(slots=True)
class PollerState:
    """How a poller is doing, for health checks. `trouble` names no personal value."""

    state: Literal["starting", "polling", "waiting", "failing", "stopped"] = "starting"
    trouble: str | None = None


@dataclass(slots=True)
class Polling:
    """Runs one poller until `stop` is set. One failing poller does not disturb another."""

    poller: Poller
    publisher: Publisher
    cursors: Cursors
    client: AsyncClient
    metrics: Metrics
    stop: asyncio.Event
    state: PollerState = field(default_factory=PollerState)

    async def run(self) -> None:
        """Poll until stopped, or until the poller needs a person."""
        failures = 0
        while not self.stop.is_set():
            try:
                more = await self._one_page()
            except (Retry, Reject) as error:
                failures += 1
                self._count_failure("failing", error)
                asked_seconds = error.retry_after_seconds if isinstance(error, Retry) else None
                await self._wait(_back_off_seconds(failures, asked_seconds))
            except Fatal as error:
                self._count_failure("stopped", error)
                self.metrics.pollers_stopped.inc()
                return
            else:
                failures = 0
                self.state.trouble = None
                if not more:
                    self.state.state = "waiting"
                    await self._wait(_jittered(self.poller.interval_seconds))

    async def _one_page(self) -> bool:
        """Read and publish a page; the cursor moves only after that. Is there another at once?"""
        cursor = await asyncio.to_thread(self.cursors.load, self.poller.name)
        page = await self.poller.page(cursor, self.client)
        self.state.state = "polling"
        await self.publisher.publish_async(page.raws)
        await asyncio.to_thread(self.cursors.save, self.poller.name, page.cursor)
        self.metrics.pages.labels(self.poller.name).inc()
        if page.raws:
            platform, source = self.poller.name.split("/")[:2]
            self.metrics.published.labels(platform, source).inc(len(page.raws))
            log.info("page_published", poller=self.poller.name, events=len(page.raws))
        return page.more

    def _count_failure(self, state: Literal["failing", "stopped"], error: GuiyiError) -> None:
        self.state.state, self.state.trouble = state, str(error)
        self.metrics.poll_failures.labels(self.poller.name, type(error).__name__).inc()
        log.warning("page_failed", poller=self.poller.name, state=state, trouble=str(error))

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)


def _back_off_seconds(failures: int, asked_seconds: float | None) -> float:
    """Twice as long after each failure, and never shorter than the platform asked for."""
    waiting = min(_FIRST_WAIT_SECONDS * 2 ** (failures - 1), _LONGEST_WAIT_SECONDS)
    return max(_jittered(waiting), asked_seconds or 0)


def _jittered(seconds: float) -> float:
    """A little more or less, so that many pollers do not ask in step."""
    return seconds * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 (spreading load)
