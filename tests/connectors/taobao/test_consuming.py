"""Messages by polling: confirmed with the call after the one that published them."""

from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr

from connectors.registry import read
from connectors.sdk.poller import Poller
from connectors.sdk.tokens import Tokens
from connectors.taobao.source import TaobaoSource
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.serving import served
from pipeline.simulator.taobao import LIMITED, TaobaoEnd
from schemas.errors import Retry
from tests.connectors.taobao.test_channel import SECRET, message


@pytest.fixture
def end() -> TaobaoEnd:
    return TaobaoEnd(
        app_key="12000002",
        app_secret=SECRET,
        messages=[message(number) for number in range(1, 451)],
    )


@pytest.fixture
def restarted(end: TaobaoEnd, tokens: Tokens) -> Iterator[Callable[[], Poller]]:
    with served(end.app) as url:
        source = TaobaoSource(
            name="shop",
            app_key="12000002",
            app_secret=SecretStr(SECRET),
            seller_id="1",
            messages="poll",
            calls_per_second=1000,
            base_url=f"{url}/router/rest",
        )
        yield lambda: source.pollers(tokens)[0]


def test_every_message_is_one_event_and_is_confirmed(
    end: TaobaoEnd, restarted: Callable[[], Poller]
) -> None:
    raws = raws_of(pages_of(restarted()))
    assert [raw.dedupe_key for raw in raws] == [f"tmc:{number}" for number in range(1, 451)]
    assert {raw.source_account for raw in raws} == {"2200000000001"}
    assert end.channel.confirmed == {str(number) for number in range(1, 451)}
    assert isinstance(read(raws[0]), tuple)


def test_a_page_is_confirmed_with_the_next_call_and_not_before(
    end: TaobaoEnd, restarted: Callable[[], Poller]
) -> None:
    (first,) = pages_of(restarted(), most=1)
    assert (len(first.raws), end.channel.confirmed) == (200, set())
    pages_of(restarted(), first.cursor, most=1)
    assert len(end.channel.confirmed) == 200


def test_what_was_polled_and_never_published_comes_again(
    end: TaobaoEnd, restarted: Callable[[], Poller]
) -> None:
    pages_of(restarted(), most=1)
    end.redeliver()
    assert len(raws_of(pages_of(restarted()))) == 450


def test_a_confirmation_that_failed_is_made_again(
    end: TaobaoEnd, restarted: Callable[[], Poller]
) -> None:
    (first,) = pages_of(restarted(), most=1)
    end.errors = [LIMITED]
    with pytest.raises(Retry) as error:
        pages_of(restarted(), first.cursor)
    assert error.value.retry_after_seconds == 3
    pages_of(restarted(), first.cursor)
    assert len(end.channel.confirmed) == 450


def test_no_message_is_a_page_that_waits(end: TaobaoEnd, restarted: Callable[[], Poller]) -> None:
    end.channel.messages = []
    (page,) = pages_of(restarted())
    assert (page.raws, page.cursor, page.more) == ((), "", False)
