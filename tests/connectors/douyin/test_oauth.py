"""The brand account's tokens over the months."""

from collections.abc import Iterator

import pytest

from connectors.sdk.poller import Poller
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.polled import pages_of, raws_of
from pipeline.simulator.douyin import DAY_SECONDS, DouyinEnd
from pipeline.simulator.serving import served
from schemas.errors import Fatal
from tests.connectors.douyin.polling import VIDEO, comment, polling_source


@pytest.fixture
def end() -> DouyinEnd:
    return DouyinEnd({VIDEO: [comment(1)]})


@pytest.fixture
def url(end: DouyinEnd) -> Iterator[str]:
    with served(end.app) as url:
        yield url


@pytest.fixture
def poller(url: str, tokens: Tokens) -> Poller:
    return polling_source(url).pollers(tokens)[0]


def test_a_young_refresh_token_is_kept(end: DouyinEnd, poller: Poller) -> None:
    pages_of(poller)
    assert (end.account_tokens.issued, end.replaced) == (1, 0)


def test_one_that_would_not_last_is_replaced_and_outlives_a_restart(
    end: DouyinEnd, url: str, poller: Poller, tokens: Tokens
) -> None:
    end.refresh_seconds = 15 * DAY_SECONDS
    pages_of(poller)
    end.account_tokens.end_all()
    restarted = polling_source(url).pollers(Tokens(tokens._path))[0]
    assert len(raws_of(pages_of(restarted))) == 1
    assert (end.account_tokens.issued, end.replaced) == (2, 1)


def test_where_it_may_not_be_replaced_it_is_used_on(end: DouyinEnd, poller: Poller) -> None:
    end.refresh_seconds, end.may_replace = DAY_SECONDS, False
    for _ in range(2):
        end.account_tokens.end_all()
        assert len(raws_of(pages_of(poller))) == 1


def test_when_it_is_over_a_person_is_asked_for_and_heard(
    end: DouyinEnd, url: str, poller: Poller, tokens: Tokens
) -> None:
    pages_of(poller)
    end.account_tokens.end_all()
    end.refresh_token = "of a new authorization"
    with pytest.raises(Fatal, match="authorize the app again"):
        pages_of(poller)
    (configured,) = polling_source(url, "of a new authorization").pollers(tokens)
    assert len(raws_of(pages_of(configured))) == 1
