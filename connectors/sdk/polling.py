"""Running a poller: page, publish, keep the cursor; wait between rounds and after failures."""

import asyncio
from dataclasses import dataclass, field

import structlog
from httpx import AsyncClient

from connectors.sdk.cursors import Cursors
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.metrics import Metrics
from connectors.sdk.poller import Page, Poller, Rung
from connectors.sdk.publisher import Publisher
from connectors.sdk.retrying import BackOff, jittered
from connectors.sdk.work import Work, WorkState
from schemas.errors import Fatal, GuiyiError, Reject, Retry

log = structlog.get_logger()

_PART_EVENTS = 1000
"""Published at once: the broker's time to confirm is limited, and pages may hold many thousands."""


@dataclass(slots=True)
class Polling:
    """Runs one poller until `stop` is set. One failing poller does not disturb another."""

    poller: Poller
    publisher: Publisher
    cursors: Cursors
    client: AsyncClient
    metrics: Metrics
    stop: asyncio.Event
    work: Work = field(init=False)
    _page: Page | None = None
    """One that the broker has not confirmed yet: while it is away, the platform is left alone."""
    _confirmed: int = 0
    """How many of its events are."""

    def __post_init__(self) -> None:
        self.work = Work(self.poller.name, self.publisher, self.metrics)

    @property
    def name(self) -> str:
        """The poller's."""
        return self.poller.name

    @property
    def state(self) -> WorkState:
        """How it is doing."""
        return self.work.state

    async def run(self) -> None:
        """Poll until stopped, or until the poller needs a person."""
        back_off = BackOff()
        while not self.stop.is_set():
            try:
                more = await self._one_page()
            except (Retry, Reject) as error:
                self.work.failed(error)
                self._log_failure(error)
                await self._wait(back_off.seconds_after(error))
            except Fatal as error:
                self.work.stopped(error)
                self._log_failure(error)
                return
            else:
                back_off.succeeded()
                self.state.trouble = None
                if not more:
                    self.state.state = "waiting"
                    doorbell = self.poller.doorbell if isinstance(self.poller, Rung) else None
                    await self._wait(jittered(self.poller.interval_seconds), doorbell)

    async def _one_page(self) -> bool:
        """Read and publish a page; the cursor moves only after that. Is there another at once?"""
        if self._page is None:
            cursor = await asyncio.to_thread(self.cursors.load, self.poller.name)
            self._page, self._confirmed = await self.poller.page(cursor, self.client), 0
        page = self._page
        self.state.state = "working"
        while part := page.raws[self._confirmed : self._confirmed + _PART_EVENTS]:
            await self.work.publish(part)
            self._confirmed += len(part)
        await asyncio.to_thread(self.cursors.save, self.poller.name, page.cursor)
        self._page = None
        self._count(page)
        return page.more

    def _count(self, page: Page) -> None:
        self.metrics.pages.labels(self.name).inc()
        self.metrics.heard_at.labels(self.name).set_to_current_time()
        for quota, left in page.quotas_left.items():
            self.metrics.quota_left.labels(self.name, quota).set(left)
        self.state.quotas_left |= page.quotas_left
        if page.behind_seconds is not None:
            self.metrics.behind_seconds.labels(self.name).set(page.behind_seconds)
            self.state.behind_seconds = page.behind_seconds
        self.work.skipped(page.skipped)
        if page.raws:
            log.info("page_published", poller=self.name, events=len(page.raws))

    def _log_failure(self, error: GuiyiError) -> None:
        log.warning("page_failed", poller=self.name, state=self.state.state, trouble=str(error))

    async def _wait(self, seconds: float, doorbell: Doorbell | None = None) -> None:
        """Wait for so long, or until stopped or rung for."""
        waiting: list[asyncio.Future[bool]] = [asyncio.ensure_future(self.stop.wait())]
        if doorbell is not None:
            waiting.append(asyncio.ensure_future(doorbell.heard()))
        _done, pending = await asyncio.wait(
            waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
