"""Running a poller against a platform's end over real HTTP, with its events kept in memory."""

import asyncio

from httpx import AsyncClient

from connectors.sdk.poller import Page, Poller
from schemas.raw import RawEvent


def pages_of(poller: Poller, cursor: str | None = None, *, most: int = 100) -> list[Page]:
    """The pages of one round, from `cursor` on."""

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
