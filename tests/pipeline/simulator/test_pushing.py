from itertools import count

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.demo.driving.posting import Call, post_all
from pipeline.demo.driving.serving import served
from pipeline.demo.driving.signing import Signed
from schemas.errors import Fatal


class Platform:
    """Answers each call with the next status; the last one stays."""

    def __init__(self, *statuses: int) -> None:
        self._statuses = list(statuses)
        self.seen: list[tuple[str, bytes]] = []
        self.app = Starlette(routes=[Route("/", self.answer, methods=["POST"])])

    async def answer(self, request: Request) -> Response:
        self.seen.append((request.query_params["n"], await request.body()))
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        return Response("because", status)


def deliver(platform: Platform, calls: int = 1) -> list[Call]:
    numbers = count()
    taken: list[Call] = []
    with served(platform.app) as url:
        made = [Call("web", url, lambda: Signed({"n": str(next(numbers))}, b"{}"))] * calls
        post_all(made, taken.append)
    return taken


def test_every_call_is_made_once() -> None:
    platform = Platform(200)

    assert len(deliver(platform, calls=100)) == 100
    assert sorted(int(number) for number, _ in platform.seen) == list(range(100))


def test_a_call_turned_away_is_signed_and_made_again() -> None:
    platform = Platform(503, 200)

    assert len(deliver(platform)) == 1
    assert platform.seen == [("0", b"{}"), ("1", b"{}")]


def test_a_refused_call_is_not_made_again() -> None:
    platform = Platform(403)

    with pytest.raises(Fatal, match="403 because"):
        deliver(platform)
    assert len(platform.seen) == 1


def test_an_interrupted_delivery_gives_up_the_calls_that_wait() -> None:
    platform = Platform(200)

    def interrupt(_call: Call) -> None:
        raise KeyboardInterrupt

    with served(platform.app) as url, pytest.raises(KeyboardInterrupt):
        post_all([Call("web", url, lambda: Signed({"n": "1"}, b"{}"))] * 5000, interrupt)
    assert len(platform.seen) < 5000
