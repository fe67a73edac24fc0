"""What every listener must do, against a simulated platform and with a real broker behind it.

A platform's tests inherit `ListenerContract` and say what the platform's end looks like.
"""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing

import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.registry import read
from connectors.sdk.asking import platform_client
from connectors.sdk.listener import Listener
from connectors.sdk.listening import Listening
from connectors.sdk.metrics import Metrics
from connectors.sdk.publisher import Publisher
from connectors.sdk.reading import Read
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.topic import OwnBroker, come_back, create_raw_topic, on_topic
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from pipeline.simulator.serving import served
from schemas.errors import Fatal, GuiyiError, Retry
from schemas.raw import RawEvent

ROUND_SECONDS = 30.0
AWAY_SECONDS = 3.0

Beside = Callable[[Listening], Awaitable[None]]
"""What happens while it listens; when it returns the listener is stopped."""


class ListenerContract(ABC):
    """Inherit it as `TestContract` and say what the platform sends."""

    events = 25
    """How many the platform has to tell of."""

    read: Read = staticmethod(read)
    """How raw events are read; by the registry unless another is named."""

    @abstractmethod
    def platform_end(self, events: int) -> ASGIApp:
        """The platform's side with so many events to tell of, for this test."""

    @abstractmethod
    def break_off(self) -> None:
        """Have that side break off the next connection in the middle of them."""

    @abstractmethod
    def refuse(self) -> None:
        """Have that side refuse the credentials it took until now."""

    @abstractmethod
    def source(self, url: str) -> Source:
        """A source that connects to the URL. Its own id is another for each URL."""

    def listener(self, source: Source, tokens: Tokens) -> Listener:
        """The source's listener."""
        return source.listeners(tokens)[0]

    @pytest.fixture
    def own_source(self) -> Iterator[Source]:
        with served(self.platform_end(self.events)) as url:
            yield self.source(url)

    def test_every_event_is_on_the_topic_and_can_be_read(
        self, broker_settings: Settings, own_source: Source, tokens: Tokens
    ) -> None:
        create_raw_topic(broker_settings, own_source.platform)
        _listen(self.listener(own_source, tokens), broker_settings, self._until_all)
        raws = _on_topic(broker_settings, own_source)
        assert len(raws) == self.events
        for raw in raws.values():
            assert self.read(raw)

    def test_its_name_says_whose_stream_it_is(self, own_source: Source, tokens: Tokens) -> None:
        platform, source, what = self.listener(own_source, tokens).name.split("/")
        assert f"{platform}/{source}" == own_source.key
        assert what

    def test_after_a_connection_that_broke_off_it_goes_on(
        self, broker_settings: Settings, own_source: Source, tokens: Tokens
    ) -> None:
        create_raw_topic(broker_settings, own_source.platform)
        self.break_off()
        _listen(self.listener(own_source, tokens), broker_settings, self._until_all)
        assert len(_on_topic(broker_settings, own_source)) == self.events

    def test_while_the_broker_is_away_it_waits_and_nothing_is_lost(
        self, own_broker: OwnBroker, own_source: Source, tokens: Tokens
    ) -> None:
        own_broker.stop()

        async def come_back_late(listening: Listening) -> None:
            await asyncio.sleep(AWAY_SECONDS)
            assert listening.state.events == 0
            await asyncio.to_thread(come_back, own_broker, own_source.platform)
            await self._until_all(listening)

        _listen(self.listener(own_source, tokens), own_broker.settings, come_back_late)
        assert len(_on_topic(own_broker.settings, own_source)) == self.events

    def test_what_was_heard_when_it_is_stopped_is_on_the_topic(
        self, own_broker: OwnBroker, own_source: Source, tokens: Tokens
    ) -> None:
        own_broker.stop()

        async def stop_while_it_waits(listening: Listening) -> None:
            await _until(lambda: listening.state.state == "waiting")
            listening.stop.set()
            await asyncio.to_thread(come_back, own_broker, own_source.platform)

        heard = _listen(self.listener(own_source, tokens), own_broker.settings, stop_while_it_waits)
        assert heard.state.events > 0
        assert len(_on_topic(own_broker.settings, own_source)) == heard.state.events

    def test_a_check_connects_and_publishes_nothing(
        self, broker_settings: Settings, own_source: Source, tokens: Tokens
    ) -> None:
        create_raw_topic(broker_settings, own_source.platform)
        asyncio.run(_check(self.listener(own_source, tokens)))
        assert _on_topic(broker_settings, own_source) == {}

    def test_refused_credentials_need_a_person_or_another_try(
        self, own_source: Source, tokens: Tokens
    ) -> None:
        self.refuse()
        assert isinstance(_trouble(self.listener(own_source, tokens), own_source), Fatal | Retry)

    def test_a_platform_that_cannot_be_reached_is_tried_again(self, tokens: Tokens) -> None:
        with served(self.platform_end(self.events)) as url:
            gone = self.source(url)
        assert isinstance(_trouble(self.listener(gone, tokens), gone), Retry)

    async def _until_all(self, listening: Listening) -> None:
        await _until(lambda: listening.state.events - listening.state.repeated >= self.events)


async def _until(is_over: Callable[[], bool]) -> None:
    until = time.monotonic() + ROUND_SECONDS
    while not is_over():
        assert time.monotonic() < until
        await asyncio.sleep(0.01)


def _listen(listener: Listener, settings: Settings, beside: Beside) -> Listening:
    """Listen as the connector server does."""

    async def listen(publisher: Publisher) -> Listening:
        async with platform_client(ROUND_SECONDS) as client:
            listening = Listening(listener, publisher, client, Metrics(), asyncio.Event())
            running = asyncio.create_task(listening.run())
            await beside(listening)
            listening.stop.set()
            await asyncio.wait_for(running, ROUND_SECONDS)
        return listening

    with closing(Publisher(aiokafka_producer_options(settings), budget_seconds=1)) as publisher:
        return asyncio.run(listen(publisher))


async def _check(listener: Listener) -> None:
    async with platform_client(ROUND_SECONDS) as client:
        await listener.check(client)


def _trouble(listener: Listener, source: Source) -> GuiyiError:
    """What the listener raises, which must show no secret."""
    with pytest.raises(GuiyiError) as raised:
        asyncio.run(_check(listener))
    for name in type(source).model_fields:
        value = getattr(source, name)
        if isinstance(value, SecretStr):
            assert value.get_secret_value() not in str(raised.value), f"{name} shows in an error"
    return raised.value


def _on_topic(settings: Settings, source: Source) -> dict[object, RawEvent]:
    raws = on_topic(settings, source.platform, source.source_account)
    return {raw.event_id: raw for raw in raws}
