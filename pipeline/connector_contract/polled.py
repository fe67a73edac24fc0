"""Running a poller against a platform's end, over real HTTP."""

import asyncio
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from httpx import AsyncClient
from pydantic import SecretStr

from connectors.sdk.cursors import Cursors
from connectors.sdk.metrics import Metrics
from connectors.sdk.poller import Page, Poller
from connectors.sdk.polling import Polling
from connectors.sdk.publisher import Publisher
from connectors.sdk.source import Source
from pipeline.connector_contract.topic import on_topic
from pipeline.settings import Settings
from schemas.errors import GuiyiError
from schemas.raw import RawEvent

ROUND_SECONDS = 30.0


def pages_of(poller: Poller, cursor: str | None = None, *, most: int = 100) -> list[Page]:
    """The pages of one round, from `cursor` on, with their events kept in memory."""

    async def read() -> list[Page]:
        pages: list[Page] = []
        async with AsyncClient() as client:
            at = cursor
            while len(pages) < most and (not pages or pages[-1].more):
                pages.append(await poller.page(at, client))
                at = pages[-1].cursor
        return pages

    return asyncio.run(read())


def raws_of(pages: list[Page]) -> list[RawEvent]:
    """What stood on them."""
    return [raw for page in pages for raw in page.raws]


def trouble_of(poller: Poller, source: Source, cursor: str | None = None) -> GuiyiError:
    """What the poller raises, which must show no secret."""
    with pytest.raises(GuiyiError) as raised:
        pages_of(poller, cursor)
    for name in type(source).model_fields:
        value = getattr(source, name)
        if isinstance(value, SecretStr):
            assert value.get_secret_value() not in str(raised.value), f"{name} shows in an error"
    return raised.value


def run(
    poller: Poller, publisher: Publisher, cursors: Cursors, is_over: Callable[[Polling], bool]
) -> None:
    """Run the poller as the connector server does."""

    async def polled() -> None:
        stop = asyncio.Event()
        async with AsyncClient() as client:
            polling = Polling(poller, publisher, cursors, client, Metrics(), stop)
            running = asyncio.create_task(polling.run())
            until = time.monotonic() + ROUND_SECONDS
            while not is_over(polling):
                assert not running.done(), polling.state.trouble
                assert time.monotonic() < until, polling.state.trouble
                await asyncio.sleep(0.01)
            stop.set()
            await running

    asyncio.run(polled())


def ids_on_topic(settings: Settings, source: Source) -> set[UUID]:
    """The ids of the source's events on its platform's topic."""
    return {raw.event_id for raw in on_topic(settings, source.platform, source.source_account)}
