"""The day through the connectors and the normalize steps, all in this process."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from connectors.config import load_sources
from connectors.sdk.files.importing import import_file
from connectors.sdk.listener import Listener
from connectors.sdk.poller import Poller
from connectors.sdk.receiver import Request
from connectors.sdk.source import Source
from connectors.sdk.together import until_first
from connectors.sdk.tokens import Tokens
from pipeline.demo.day import Day
from pipeline.demo.driving.sources import write_sources
from pipeline.demo.driving.waiting import to_hear
from pipeline.demo.platforms import PLATFORMS
from pipeline.demo.serving import serving
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.steps import Done, Rejected, run_steps
from pipeline.simulator.call import Call
from schemas.errors import Fatal
from schemas.event import CustomerEvent
from schemas.raw import RawEvent

HEAR_SECONDS = 60.0


@dataclass(slots=True)
class _Published:
    raws: list[RawEvent] = field(default_factory=list)

    def publish(self, raws: Sequence[RawEvent]) -> None:
        self.raws += raws


def raw_events(day: Day, directory: Path) -> list[RawEvent]:
    """Every delivery as the connectors would publish it."""
    with serving(day) as urls:
        sources = load_sources(write_sources(directory, day.platforms, urls))
        received = list(_received(day, sources))
        asked = asyncio.run(_asked(day, sources, Tokens(directory / "tokens.sqlite3")))
    return [*received, *asked, *_imported(day, directory)]


def customer_events(raws: Sequence[RawEvent]) -> Iterator[CustomerEvent]:
    """What the normalize agent makes of them.

    Raises:
        Fatal: when one of them cannot be read, since the day has none such.
    """
    steps = normalizing_steps("CN")
    for raw in raws:
        outcome = run_steps(steps, raw.to_bytes())
        if isinstance(outcome, Rejected):
            raise Fatal(f"the day has an event that cannot be read: {outcome.failure}")
        if isinstance(outcome, Done):
            yield from outcome.value


def _received(day: Day, sources: Sequence[Source]) -> Iterator[RawEvent]:
    receivers = {source.key: source.receiver() for source in sources}
    for name, platform in day.platforms.items():
        call = PLATFORMS[name].call
        if call is None:
            continue
        for delivery in platform.deliveries:
            receiver = receivers[f"{name}/{delivery.source}"]
            if receiver is None:
                raise Fatal(f"{name}/{delivery.source} receives nothing")
            yield from receiver.receive(_request(call(delivery))).raws


async def _asked(day: Day, sources: Sequence[Source], tokens: Tokens) -> list[RawEvent]:
    raws: list[RawEvent] = []
    awaited = to_hear(day)
    async with httpx.AsyncClient(trust_env=False) as client:
        for source in sources:
            for poller in source.pollers(tokens):
                raws += await _polled(poller, client, awaited.get(poller.name, 0))
        for source in sources:
            for listener in source.listeners(tokens):
                raws += await _heard(listener, client, awaited[listener.name])
    return raws


async def _polled(poller: Poller, client: httpx.AsyncClient, least: int) -> list[RawEvent]:
    raws: list[RawEvent] = []
    cursor, more = None, True
    while more or len(raws) < least:
        page = await poller.page(cursor, client)
        raws += page.raws
        cursor, more = page.cursor, page.more
    return raws


async def _heard(listener: Listener, client: httpx.AsyncClient, most: int) -> list[RawEvent]:
    """So many events of a stream, none of which comes twice."""
    raws: list[RawEvent] = []
    until = time.monotonic() + HEAR_SECONDS

    async def publish(heard: Sequence[RawEvent]) -> None:
        raws.extend(heard)

    async def all_are_heard() -> None:
        while len(raws) < most and time.monotonic() < until:  # noqa: ASYNC110 (a poll is simplest)
            await asyncio.sleep(0.05)

    await until_first(listener.listen(publish, client), all_are_heard())
    return raws


def _imported(day: Day, directory: Path) -> list[RawEvent]:
    published = _Published()
    for name, platform in day.platforms.items():
        reading = PLATFORMS[name].reading
        if reading is None:
            continue
        for file in platform.files:
            path = directory / file.name
            path.write_bytes(file.content)
            rejected_path = path.with_suffix(".rejected")
            import_file(path, reading(), published, rejected_path=rejected_path)
    return published.raws


def _request(call: Call) -> Request:
    now = datetime.now(UTC)
    headers = {name.lower(): value for name, value in call.headers.items()}
    return Request(call.method, call.path, call.query, "", headers, call.body, None, now)
