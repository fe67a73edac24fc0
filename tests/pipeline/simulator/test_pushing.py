import time
from itertools import count, pairwise

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.simulator.call import Call
from pipeline.simulator.pushing import Habits, Push, _deliveries, push_all
from pipeline.simulator.serving import served
from schemas.errors import Fatal

QUICK = Habits(retry_seconds=0.01)


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


def deliver(platform: Platform, pushes: int = 1, habits: Habits = QUICK) -> list[Push]:
    numbers = count()
    taken: list[Push] = []
    with served(platform.app) as url:
        made = [
            Push("web", url, lambda: Call(query={"n": str(next(numbers))}, body=b"{}"))
            for _ in range(pushes)
        ]
        push_all(made, taken.append, habits)
    assert len({id(push) for push in taken}) == len(taken)
    return taken


def test_every_call_is_made_once() -> None:
    platform = Platform(200)

    assert len(deliver(platform, pushes=100)) == 100
    assert sorted(int(number) for number, _ in platform.seen) == list(range(100))


def test_a_call_turned_away_is_signed_and_made_again_after_the_wait() -> None:
    platform = Platform(503, 200)
    began = time.monotonic()

    assert len(deliver(platform, habits=Habits(retry_seconds=0.7))) == 1
    assert platform.seen == [("0", b"{}"), ("1", b"{}")]
    assert time.monotonic() - began > 0.7


def test_a_platform_gives_up_after_its_tries() -> None:
    platform = Platform(503)

    with pytest.raises(Fatal, match="503"):
        deliver(platform, habits=Habits(tries=3, retry_seconds=0.01))
    assert len(platform.seen) == 3


def test_a_refused_call_is_not_made_again() -> None:
    platform = Platform(403)

    with pytest.raises(Fatal, match="403 because"):
        deliver(platform)
    assert len(platform.seen) == 1


def test_some_calls_are_made_twice_and_heard_of_once() -> None:
    platform = Platform(200)

    assert len(deliver(platform, 50, Habits(repeated=1.0))) == 50
    assert len(platform.seen) == 100


def test_late_calls_come_after_all_others_each_in_their_order() -> None:
    made = [Push("web", str(number), Call) for number in range(100)]
    order = [int(each.push.url) for each in _deliveries(made, Habits(late=0.3))]
    steps_back = [at for at, (one, next_one) in enumerate(pairwise(order)) if next_one < one]
    assert sorted(order) == list(range(100))
    assert len(steps_back) == 1
    assert 50 < steps_back[0] < 90


def test_an_interrupted_delivery_gives_up_the_calls_that_wait() -> None:
    platform = Platform(200)

    def interrupt(_push: Push) -> None:
        raise KeyboardInterrupt

    with served(platform.app) as url, pytest.raises(KeyboardInterrupt):
        push_all([Push("web", url, lambda: Call(query={"n": "1"}))] * 5000, interrupt)
    assert len(platform.seen) < 5000
