import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from httpx import AsyncClient

from connectors.sdk import retrying
from connectors.sdk.cursors import Cursors
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.metrics import Metrics
from connectors.sdk.poller import Page
from connectors.sdk.polling import Polling
from connectors.sdk.publisher import Publisher
from pipeline.connector_contract.topic import on_topic
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from schemas.errors import Fatal, GuiyiError, Reject, Retry
from schemas.raw import RawEvent
from schemas.topics import raw_topic
from tests.connectors.raw_topics import create_raw_topics


@dataclass
class Counting:
    """A list of `last` numbers, one a page. `troubles` come before what they are told for."""

    source: str
    last: int
    troubles: list[GuiyiError] = field(default_factory=list)
    interval_seconds: float = 3600
    asked: list[str | None] = field(default_factory=list)
    on_end: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        return f"web/{self.source}/counting"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        self.asked.append(cursor)
        if self.troubles:
            raise self.troubles.pop(0)
        number = int(cursor or 0) + 1
        if number >= self.last:
            self.on_end()
        if number > self.last:
            return Page((), cursor or "0", more=False)
        raw = RawEvent.of(
            platform="web",
            source_account=self.source,
            kind="segment",
            dedupe_key=str(number),
            body=json.dumps(number).encode(),
            received_at=datetime.now(UTC),
        )
        return Page((raw,), str(number), more=number < self.last)


class Repeating(Counting):
    """Lists each number twice."""

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        page = await super().page(cursor, client)
        return replace(page, raws=page.raws * 2)


class Crowded(Counting):
    """One page with all numbers on it."""

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        last, self.last = self.last, 1
        (raw,) = (await super().page(cursor, client)).raws
        numbers = range(last)
        return Page(tuple(raw.but(event_id=uuid4()) for _ in numbers), str(last), more=False)


class Oversized(Counting):
    """Lists each number too large, and small."""

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        page = await super().page(cursor, client)
        (raw,) = page.raws
        number = raw.dedupe_key
        large = raw.but(body="x" * raw_topic("web").max_message_bytes)
        small = raw.but(event_id=uuid4(), dedupe_key=f"small {number}")
        return replace(page, raws=(large, small))


@dataclass
class Waiting:
    """Finds nothing in the first round, after which somebody rings; stops after the second."""

    source: str
    interval_seconds: float = 3600
    doorbell: Doorbell = field(default_factory=Doorbell)
    asked: list[str | None] = field(default_factory=list)
    on_end: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        return f"web/{self.source}/waiting"

    async def page(self, cursor: str | None, client: AsyncClient) -> Page:
        self.asked.append(cursor)
        if len(self.asked) == 1:
            asyncio.get_running_loop().call_later(0.2, self.doorbell.ring)
        else:
            self.on_end()
        left = 10.0 - len(self.asked)
        return Page((), "c", more=False, quotas_left={"comments": left}, behind_seconds=3.0)


@pytest.fixture
def publisher(broker_settings: Settings) -> Iterator[Publisher]:
    create_raw_topics(broker_settings)
    publisher = Publisher(aiokafka_producer_options(broker_settings))
    yield publisher
    publisher.close()


@pytest.fixture
def cursors(tmp_path: Path) -> Cursors:
    return Cursors(tmp_path / "cursors.sqlite3")


def run(
    poller: Counting | Waiting, publisher: Publisher, cursors: Cursors, seconds: float = 20
) -> Polling:
    """Poll until the list's end, a stop for good, or the time is over."""

    async def until_end() -> Polling:
        stop = asyncio.Event()
        poller.on_end = stop.set
        async with AsyncClient() as client:
            running = Polling(poller, publisher, cursors, client, Metrics(), stop)
            await asyncio.wait([asyncio.create_task(running.run())], timeout=seconds)
        return running

    return asyncio.run(until_end())


def test_pages_are_published_and_the_cursor_follows(
    broker_settings: Settings, publisher: Publisher, cursors: Cursors
) -> None:
    poller = Counting(uuid4().hex, last=5)
    run(poller, publisher, cursors)
    assert len(on_topic(broker_settings, "web", poller.source)) == 5
    assert cursors.load(poller.name) == "5"


def test_the_cursor_stays_while_the_broker_confirms_nothing(cursors: Cursors) -> None:
    publisher = Publisher({"bootstrap_servers": ["127.0.0.1:9"]}, budget_seconds=0.5)
    poller = Counting(uuid4().hex, last=5)
    running = run(poller, publisher, cursors, seconds=2)
    assert cursors.load(poller.name) is None
    assert running.state.state == "failing"
    publisher.close()


def test_a_broker_that_is_away_costs_no_calls_of_the_platform(
    broker_settings: Settings,
    publisher: Publisher,
    cursors: Cursors,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some platforms allow a hundred a day."""
    monkeypatch.setattr(retrying, "_FIRST_WAIT_SECONDS", 0.01)
    publish, away = publisher.publish_async, [Retry("away")] * 3

    async def coming_back(raws: Sequence[RawEvent]) -> None:
        if away:
            raise away.pop()
        await publish(raws)

    monkeypatch.setattr(publisher, "publish_async", coming_back)
    poller = Counting(uuid4().hex, last=2)
    run(poller, publisher, cursors)
    assert poller.asked == [None, "1"]
    assert len(on_topic(broker_settings, "web", poller.source)) == 2


def test_an_event_that_is_too_large_holds_up_no_others(
    broker_settings: Settings, publisher: Publisher, cursors: Cursors
) -> None:
    poller = Oversized(uuid4().hex, last=3)
    running = run(poller, publisher, cursors)
    heard = {raw.dedupe_key for raw in on_topic(broker_settings, "web", poller.source)}
    assert heard == {"small 1", "small 2", "small 3"}
    assert cursors.load(poller.name) == "3"
    assert (running.state.events, running.state.skipped) == (3, 3)
    skipped = running.metrics.registry.get_sample_value(
        "guiyi_connector_skipped_total", {"poller": poller.name}
    )
    assert skipped == 3


@pytest.mark.parametrize("trouble", [Retry("busy"), Reject("body", "JSON")])
def test_after_a_trouble_the_same_page_is_asked_for_again(
    publisher: Publisher,
    cursors: Cursors,
    monkeypatch: pytest.MonkeyPatch,
    trouble: GuiyiError,
) -> None:
    monkeypatch.setattr(retrying, "_FIRST_WAIT_SECONDS", 0.01)
    poller = Counting(uuid4().hex, last=2, troubles=[trouble, trouble])
    assert run(poller, publisher, cursors).state.trouble is None
    assert poller.asked == [None, None, None, "1"]


def test_a_platform_that_asks_to_be_left_alone_is(publisher: Publisher, cursors: Cursors) -> None:
    poller = Counting(uuid4().hex, last=2, troubles=[Retry("busy", retry_after_seconds=30)])
    run(poller, publisher, cursors, seconds=3)
    assert poller.asked == [None]


def test_what_needs_a_person_stops_the_poller(publisher: Publisher, cursors: Cursors) -> None:
    poller = Counting(uuid4().hex, last=2, troubles=[Fatal("the token has expired")])
    state = run(poller, publisher, cursors).state
    assert (state.state, state.trouble) == ("stopped", "the token has expired")
    assert poller.asked == [None]


def test_events_are_counted_and_those_that_a_platform_lists_again_as_repeated(
    publisher: Publisher, cursors: Cursors
) -> None:
    poller = Repeating(uuid4().hex, last=5)
    running = run(poller, publisher, cursors)
    assert (running.state.events, running.state.repeated) == (10, 5)
    labels = {"platform": "web", "source": poller.source}
    registry = running.metrics.registry
    assert registry.get_sample_value("guiyi_connector_published_total", labels) == 10
    assert registry.get_sample_value("guiyi_connector_duplicates_total", labels) == 5
    heard = registry.get_sample_value(
        "guiyi_connector_heard_timestamp_seconds", {"poller": poller.name}
    )
    assert time.time() - (heard or 0) < 60


def test_a_ring_has_the_platform_asked_before_the_interval_is_over(
    publisher: Publisher, cursors: Cursors
) -> None:
    poller = Waiting(uuid4().hex)
    run(poller, publisher, cursors)
    assert len(poller.asked) == 2


def test_what_the_platform_says_of_quotas_and_lag_is_measured(
    publisher: Publisher, cursors: Cursors
) -> None:
    poller = Waiting(uuid4().hex)
    running = run(poller, publisher, cursors)
    assert (running.state.quotas_left, running.state.behind_seconds) == ({"comments": 8}, 3)
    registry = running.metrics.registry
    labels = {"poller": poller.name}
    quota = registry.get_sample_value("guiyi_connector_quota_left", labels | {"quota": "comments"})
    assert quota == 8
    assert registry.get_sample_value("guiyi_connector_behind_seconds", labels) == 3


def test_a_page_of_thousands_is_published_in_parts_that_each_have_their_time(
    publisher: Publisher, cursors: Cursors, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts: list[int] = []
    publish = publisher.publish_async

    async def noting(raws: Sequence[RawEvent]) -> None:
        parts.append(len(raws))
        await publish(raws)

    monkeypatch.setattr(publisher, "publish_async", noting)
    polling = run(Crowded(uuid4().hex, 2500), publisher, cursors)
    assert parts == [1000, 1000, 500]
    assert polling.state.events == 2500
