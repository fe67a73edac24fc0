"""What the platforms' ends are made of."""

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pipeline.simulator.interrupting import AWAY, BUSY, Interrupted
from pipeline.simulator.limits import CallLimit
from pipeline.simulator.serving import served
from pipeline.simulator.tokens import IssuedTokens


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_token_is_good_until_it_expires() -> None:
    clock = Clock()
    tokens = IssuedTokens(seconds=60, clock=clock)
    token = tokens.issue()
    clock.now += 59
    assert tokens.is_good(token)
    clock.now += 1
    assert not tokens.is_good(token)
    assert not tokens.is_good("invented")
    assert not tokens.is_good(None)


def test_a_new_token_ends_those_before_unless_the_platform_keeps_them() -> None:
    for keeps in (False, True):
        tokens = IssuedTokens(keeps_older=keeps)
        first, second = tokens.issue(), tokens.issue()
        assert (tokens.is_good(first), tokens.is_good(second)) == (keeps, True)
    tokens.end_all()
    assert not tokens.is_good(second)


def test_a_refresh_token_is_good_once() -> None:
    tokens = IssuedTokens(refresh_token="authorized by a person")
    token = tokens.refresh("authorized by a person")
    assert tokens.is_good(token)
    assert tokens.refresh("authorized by a person") is None
    assert tokens.is_good(token)
    assert tokens.is_good(tokens.refresh(tokens.refresh_token))


def test_a_limit_counts_each_name_and_begins_anew() -> None:
    clock = Clock()
    limit = CallLimit(2, 60, clock)
    assert [limit.takes("a"), limit.takes("a"), limit.takes("a"), limit.takes("b")] == [
        True,
        True,
        False,
        True,
    ]
    assert (limit.left("a"), limit.left("b"), limit.refused) == (0, 1, 1)
    clock.now += 60
    assert limit.takes("a")


def test_troubles_come_before_answers() -> None:
    async def answer(_request: Request) -> Response:
        return PlainTextResponse("well")

    end = Interrupted(Starlette(routes=[Route("/", answer)]))
    end.troubles = [AWAY, BUSY]
    with served(end) as url:
        answers = [httpx.get(url) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 429, 200]
    assert answers[1].headers["retry-after"] == "7"
    assert end.asked == 3
