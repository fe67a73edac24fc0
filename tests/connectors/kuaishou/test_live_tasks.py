"""Keeping the pushes of live rooms going at a simulated Kuaishou."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from connectors.kuaishou.source import KuaishouSource
from connectors.sdk.poller import Poller
from connectors.sdk.tokens import Tokens
from pipeline.connector_contract.polled import pages_of
from pipeline.simulator.kuaishou import KuaishouEnd
from pipeline.simulator.serving import served
from schemas.errors import Fatal
from tests.connectors.kuaishou.shop import shop


@pytest.fixture
def end() -> KuaishouEnd:
    return KuaishouEnd()


@pytest.fixture
def app(end: KuaishouEnd) -> Iterator[KuaishouSource]:
    with served(end.app) as url:
        yield shop(url, room_codes=("a", "b"))


@pytest.fixture
def poller(app: KuaishouSource, tokens: Tokens) -> Poller:
    return app.pollers(tokens)[0]


def test_a_room_is_pushed_once_it_is_live(end: KuaishouEnd, poller: Poller) -> None:
    end.live = {"b"}
    (page,) = pages_of(poller)
    assert (page.raws, set(end.pushed)) == ((), {"b"})
    end.live.add("a")
    pages_of(poller)
    assert set(end.pushed) == {"a", "b"}


def test_a_room_that_is_pushed_already_is_left_alone(end: KuaishouEnd, poller: Poller) -> None:
    end.live, end.pushed = {"a", "b"}, {"a": "round 1"}
    pages_of(poller)
    assert end.pushed["a"] == "round 1"


def test_a_refused_token_is_replaced(end: KuaishouEnd, poller: Poller) -> None:
    pages_of(poller)
    end.app_tokens.end_all()
    end.live = {"a"}
    pages_of(poller)
    assert (end.app_tokens.issued, set(end.pushed)) == (2, {"a"})


def test_a_wrong_secret_needs_a_person(app: KuaishouSource, tokens: Tokens) -> None:
    wrong = app.model_copy(update={"app_secret": SecretStr("wrong")})
    with pytest.raises(Fatal, match="app_secret"):
        pages_of(wrong.pollers(tokens)[0])
