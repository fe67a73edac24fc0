"""What every poller must do, against a simulated platform and with a real broker behind it.

A platform's tests inherit `PollerContract` and say what the platform's end looks like.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.types import ASGIApp

from connectors.registry import read
from connectors.sdk.cursors import Cursors
from connectors.sdk.poller import Poller
from connectors.sdk.publisher import Publisher
from connectors.sdk.reading import Read
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.polled import (
    ids_on_topic,
    pages_of,
    raws_of,
    run,
    trouble_of,
)
from pipeline.connector_contract.topic import OwnBroker, come_back, create_raw_topic
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from pipeline.simulator.interrupting import AWAY, BUSY, BUSY_SECONDS, NONSENSE, Interrupted
from pipeline.simulator.serving import served
from schemas.errors import Fatal, Reject, Retry


class PollerContract(ABC):
    """Inherit it as `TestContract` and say what the platform's list looks like."""

    events = 25
    """How many the list holds; on three pages at least."""

    renews_tokens: bool
    """Whether a refused token is replaced by a new one. Otherwise a person has to see to it."""

    read: Read = staticmethod(read)
    """How raw events are read; by the registry unless another is named."""

    @abstractmethod
    def platform_end(self, events: int) -> ASGIApp:
        """The platform's side with so many events in the list, for this test."""

    @abstractmethod
    def refuse_tokens(self) -> None:
        """Have that side refuse the token it took until now."""

    @abstractmethod
    def source(self, url: str) -> Source:
        """A source that asks at the URL. Its own id is another for each URL."""

    def poller(self, source: Source, tokens: Tokens) -> Poller:
        """The source's poller of the list."""
        return source.pollers(tokens)[0]

    @pytest.fixture
    def end(self) -> Interrupted:
        return Interrupted(self.platform_end(self.events))

    @pytest.fixture
    def own_source(self, end: Interrupted) -> Iterator[Source]:
        with served(end) as url:
            yield self.source(url)

    @pytest.fixture
    def restarted(self, own_source: Source, tokens: Tokens) -> Callable[[], Poller]:
        """The poller as it is after a restart of its process."""
        return lambda: self.poller(own_source, tokens)

    def test_every_event_comes_once_though_pages_may_repeat_what_is_at_their_border(
        self, own_source: Source, restarted: Callable[[], Poller]
    ) -> None:
        pages = pages_of(restarted())
        raws = raws_of(pages)
        assert len(pages) >= 3
        assert len({raw.event_id for raw in raws}) == len(raws) == self.events
        for raw in raws:
            assert (raw.platform, raw.source_account) == (
                own_source.platform,
                own_source.source_account,
            )
            assert self.read(raw)

    def test_its_name_says_whose_list_it_is(
        self, own_source: Source, restarted: Callable[[], Poller]
    ) -> None:
        platform, source, what = restarted().name.split("/")
        assert f"{platform}/{source}" == own_source.key
        assert what

    def test_after_a_restart_in_mid_page_the_page_comes_again_as_the_same_events(
        self,
        broker_settings: Settings,
        own_source: Source,
        restarted: Callable[[], Poller],
        tmp_path: Path,
    ) -> None:
        create_raw_topic(broker_settings, own_source.platform)
        cursors = Cursors(tmp_path / "cursors.sqlite3")
        first, second = pages_of(restarted(), most=2)
        cursors.save(restarted().name, first.cursor)
        with closing(Publisher(aiokafka_producer_options(broker_settings))) as publisher:
            # Stopped when the second page was published, before its cursor was kept.
            publisher.publish([*first.raws, *second.raws])
            for _restart in range(2):
                run(restarted(), publisher, cursors, lambda now: now.state.state == "waiting")
        found = ids_on_topic(broker_settings, own_source)
        assert found >= {raw.event_id for raw in (*first.raws, *second.raws)}
        assert len(found) == self.events

    def test_the_cursor_stays_until_the_broker_has_confirmed(
        self,
        own_broker: OwnBroker,
        own_source: Source,
        restarted: Callable[[], Poller],
        tmp_path: Path,
    ) -> None:
        name, cursors = restarted().name, Cursors(tmp_path / "cursors.sqlite3")
        options = aiokafka_producer_options(own_broker.settings)
        own_broker.stop()
        with closing(Publisher(options, budget_seconds=1)) as publisher:
            run(restarted(), publisher, cursors, lambda now: now.state.state == "failing")
            assert cursors.load(name) is None
        come_back(own_broker, own_source.platform)
        with closing(Publisher(options)) as publisher:
            run(restarted(), publisher, cursors, lambda now: now.state.state == "waiting")
        assert cursors.load(name) is not None
        assert len(ids_on_topic(own_broker.settings, own_source)) == self.events

    @pytest.mark.parametrize("trouble", [AWAY, BUSY, NONSENSE], ids=["away", "busy", "nonsense"])
    @pytest.mark.parametrize("answers_before", [0, 1])
    def test_a_platform_in_trouble_is_asked_again_and_nothing_is_missed(
        self,
        own_source: Source,
        end: Interrupted,
        restarted: Callable[[], Poller],
        trouble: Response,
        answers_before: int,
    ) -> None:
        end.troubles = [*[None] * answers_before, trouble]
        error = trouble_of(restarted(), own_source)
        assert isinstance(error, Retry if trouble is not NONSENSE else Retry | Reject | Fatal)
        if trouble is BUSY and isinstance(error, Retry):
            assert error.retry_after_seconds is not None
            assert error.retry_after_seconds >= BUSY_SECONDS
        assert len({raw.event_id for raw in raws_of(pages_of(restarted()))}) == self.events

    def test_a_platform_that_cannot_be_reached_is_asked_again(self, tokens: Tokens) -> None:
        with served(self.platform_end(self.events)) as url:
            gone = self.source(url)
        assert isinstance(trouble_of(self.poller(gone, tokens), gone), Retry)

    def test_a_refused_token_is_replaced_or_needs_a_person(
        self, own_source: Source, restarted: Callable[[], Poller]
    ) -> None:
        pages = pages_of(restarted(), most=1)
        self.refuse_tokens()
        if self.renews_tokens:
            pages += pages_of(restarted(), pages[-1].cursor)
            assert len({raw.event_id for raw in raws_of(pages)}) == self.events
        else:
            assert isinstance(trouble_of(restarted(), own_source, pages[-1].cursor), Fatal)
