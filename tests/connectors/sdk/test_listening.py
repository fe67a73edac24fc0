import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from httpx import AsyncClient

from connectors.sdk import retrying
from connectors.sdk.listener import Publish
from connectors.sdk.listening import Listening
from connectors.sdk.metrics import Metrics
from connectors.sdk.publisher import Publisher
from pipeline.connector_contract.topic import on_topic
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from schemas.errors import Fatal, Retry
from schemas.raw import RawEvent
from tests.connectors.raw_topics import come_back, create_raw_topics
from tests.services.any_broker import AnyBroker

Heard = Callable[[Publish], Awaitable[None]]


@dataclass
class Scripted:
    """One connection after the other does what its part of the script says."""

    source: str
    connections: list[Heard]
    said_goodbye: int = 0
    confirmed: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"web/{self.source}/stream"

    async def listen(self, publish: Publish, client: AsyncClient) -> None:
        try:
            await self.connections.pop(0)(publish)
        finally:
            self.said_goodbye += 1

    async def check(self, client: AsyncClient) -> None:
        raise NotImplementedError

    def hears(self, *numbers: int, then: Callable[[], object] = lambda: None) -> Heard:
        async def hear(publish: Publish) -> None:
            for number in numbers:
                await publish([self.raw(number)])
                self.confirmed.append(number)
            then()

        return hear

    def raw(self, number: int) -> RawEvent:
        return RawEvent.of(
            platform="web",
            source_account=self.source,
            kind="segment",
            dedupe_key=str(number),
            body=json.dumps(number).encode(),
            received_at=datetime.now(UTC),
        )


@pytest.fixture
def publisher(broker_settings: Settings) -> Iterator[Publisher]:
    create_raw_topics(broker_settings)
    publisher = Publisher(aiokafka_producer_options(broker_settings))
    yield publisher
    publisher.close()


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying, "_FIRST_WAIT_SECONDS", 0.05)


def run(
    listener: Scripted,
    publisher: Publisher,
    beside: Callable[[asyncio.Event], Awaitable[None]],
) -> Listening:
    """Listen until stopped, while something happens beside."""

    async def both() -> Listening:
        stop = asyncio.Event()
        async with AsyncClient() as client:
            running = Listening(listener, publisher, client, Metrics(), stop)
            task = asyncio.create_task(running.run())
            await beside(stop)
            await asyncio.wait_for(task, 20)
        return running

    return asyncio.run(both())


async def stop_after(stop: asyncio.Event, seconds: float) -> None:
    await asyncio.sleep(seconds)
    stop.set()


async def forever(_publish: Publish) -> None:
    await asyncio.sleep(3600)


def test_what_is_heard_is_published_over_all_connections(
    broker_settings: Settings, publisher: Publisher
) -> None:
    listener = Scripted(uuid4().hex, [])
    listener.connections = [listener.hears(1, 2), listener.hears(2, 3), forever]
    running = run(listener, publisher, lambda stop: stop_after(stop, 2))
    raws = on_topic(broker_settings, "web", listener.source)
    assert sorted(raw.dedupe_key for raw in raws) == ["1", "2", "2", "3"]
    assert running.metrics.duplicates.labels("web", listener.source)._value.get() == 1


def test_a_stop_lets_the_listener_say_goodbye(publisher: Publisher) -> None:
    listener = Scripted(uuid4().hex, [forever])
    run(listener, publisher, lambda stop: stop_after(stop, 0.2))
    assert listener.said_goodbye == 1


def test_after_it_broke_off_it_connects_again(publisher: Publisher) -> None:
    async def breaks_off(_publish: Publish) -> None:
        raise Retry("the connection broke")

    listener = Scripted(uuid4().hex, [breaks_off, breaks_off, forever])
    running = run(listener, publisher, lambda stop: stop_after(stop, 2))
    assert listener.connections == []
    failures = running.metrics.poll_failures.labels(listener.name, "Retry")
    assert failures._value.get() == 2


def test_what_needs_a_person_stops_it(publisher: Publisher) -> None:
    async def refused(_publish: Publish) -> None:
        raise Fatal("the room is not ours")

    running = run(Scripted(uuid4().hex, [refused]), publisher, lambda stop: asyncio.sleep(0))
    assert (running.state.state, running.state.trouble) == ("stopped", "the room is not ours")


def test_nothing_is_confirmed_while_the_broker_is_away_and_nothing_is_lost(
    own_broker: AnyBroker,
) -> None:
    create_raw_topics(own_broker.settings)
    publisher = Publisher(aiokafka_producer_options(own_broker.settings), budget_seconds=1)
    listener = Scripted(uuid4().hex, [])
    own_broker.stop()

    heard_all = asyncio.Event()
    listener.connections = [listener.hears(1), listener.hears(2, 3, then=heard_all.set), forever]

    async def back_after_a_while(stop: asyncio.Event) -> None:
        await asyncio.sleep(3)
        assert listener.confirmed == []
        await asyncio.to_thread(come_back, own_broker)
        await asyncio.wait_for(heard_all.wait(), 60)
        stop.set()

    run(listener, publisher, back_after_a_while)
    publisher.close()
    raws = on_topic(own_broker.settings, "web", listener.source)
    assert {raw.dedupe_key for raw in raws} == {"1", "2", "3"}


def test_what_was_heard_is_published_although_it_is_asked_to_stop_meanwhile(
    own_broker: AnyBroker,
) -> None:
    create_raw_topics(own_broker.settings)
    publisher = Publisher(aiokafka_producer_options(own_broker.settings), budget_seconds=1)
    listener = Scripted(uuid4().hex, [])
    listener.connections = [listener.hears(1)]
    own_broker.stop()

    async def stop_and_come_back(stop: asyncio.Event) -> None:
        await asyncio.sleep(1)
        stop.set()
        await asyncio.sleep(1)
        await asyncio.to_thread(come_back, own_broker)

    run(listener, publisher, stop_and_come_back)
    publisher.close()
    (raw,) = on_topic(own_broker.settings, "web", listener.source)
    assert (raw.dedupe_key, listener.said_goodbye) == ("1", 1)


def test_a_connection_that_stands_shows_though_nothing_was_heard(publisher: Publisher) -> None:
    async def quiet(publish: Publish) -> None:
        await publish(())
        await asyncio.sleep(3600)

    running = run(Scripted(uuid4().hex, [quiet]), publisher, lambda stop: stop_after(stop, 0.2))
    assert running.state.state == "working"


def test_a_bug_in_a_listener_is_not_hidden_by_a_stop(publisher: Publisher) -> None:
    async def trips(_publish: Publish) -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(Scripted(uuid4().hex, [trips]), publisher, lambda stop: stop_after(stop, 0.2))
