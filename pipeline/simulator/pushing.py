"""Deliver calls over HTTP as platforms do: again until taken, some twice, some late."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import httpx

from pipeline.simulator.call import Call
from schemas.errors import Fatal

CALLERS = 12


@dataclass(frozen=True, slots=True)
class Push:
    """One delivery that holds so many events.

    It is signed anew for each try, because a signature grows old.

    Args:
        platform: who calls.
        url: the receiver's; the call's own path is appended.
        sign: makes the call.
        events: how many it holds.
    """

    platform: str
    url: str
    sign: Callable[[], Call]
    events: int = 1


@dataclass(frozen=True, slots=True)
class Habits:
    """How a platform delivers.

    Args:
        tries: how often it calls until it is answered with success.
        retry_seconds: between two tries.
        answer_seconds: how long it waits for an answer.
        repeated: share of the calls that it makes again although they were taken.
        late: share of the calls that it makes after all others.
        seed: chooses which.
    """

    tries: int = 20
    retry_seconds: float = 0.5
    answer_seconds: float = 10.0
    repeated: float = 0.0
    late: float = 0.0
    seed: int = 1


AS_PLATFORMS = Habits(tries=5, retry_seconds=5.0, answer_seconds=5.0, repeated=0.02, late=0.02)
"""WeChat cuts a call after five seconds and makes it again; the shares are invented."""


def push_all(
    pushes: Iterable[Push], on_taken: Callable[[Push], None], habits: Habits = Habits()
) -> None:
    """Make every delivery, a few at a time, started in their order.

    `on_taken` hears, from several threads, of each that was taken; of a repeated one once.

    Raises:
        Fatal: when a call is refused, or not taken in all its tries; the others are given up.
    """
    waiting = _Waiting(_deliveries(pushes, habits))
    with ThreadPoolExecutor(CALLERS, thread_name_prefix="platforms") as callers:
        try:
            for caller in [
                callers.submit(_push_each, waiting, on_taken, habits) for _ in range(CALLERS)
            ]:
                caller.result()
        finally:
            # Ctrl-C ends the wait, not the callers.
            waiting.give_up()


class _Delivery(NamedTuple):
    push: Push
    is_repeated: bool


def _deliveries(pushes: Iterable[Push], habits: Habits) -> Iterator[_Delivery]:
    """The calls in the order in which they are made."""
    random = Random(habits.seed)  # noqa: S311 (no secret)
    late: list[_Delivery] = []
    for push in pushes:
        is_late, is_repeated = random.random() < habits.late, random.random() < habits.repeated
        made = [_Delivery(push, is_repeated=False)]
        if is_repeated:
            made.append(_Delivery(push, is_repeated=True))
        if is_late:
            late += made
        else:
            yield from made
    yield from late


class _Waiting(Iterator[_Delivery]):
    """Deliveries that wait, for several threads, until one of them gives up."""

    def __init__(self, deliveries: Iterator[_Delivery]) -> None:
        self._deliveries = deliveries
        self._lock = threading.Lock()
        self._given_up = False

    def __next__(self) -> _Delivery:
        with self._lock:
            if self._given_up:
                raise StopIteration
            return next(self._deliveries)

    def give_up(self) -> None:
        self._given_up = True


def _push_each(waiting: _Waiting, on_taken: Callable[[Push], None], habits: Habits) -> None:
    # A client for each thread: what they would share costs more than the calls.
    with httpx.Client(timeout=habits.answer_seconds, trust_env=False) as client:
        for delivery in waiting:
            try:
                _push(client, delivery.push, habits)
            except Fatal:
                waiting.give_up()
                raise
            if not delivery.is_repeated:
                on_taken(delivery.push)


def _push(client: httpx.Client, push: Push, habits: Habits) -> None:
    trouble = ""
    for _ in range(habits.tries):
        call = push.sign()
        try:
            answer = client.request(
                call.method,
                push.url + call.path,
                params=call.query,
                content=call.body,
                headers=call.headers,
            )
        except httpx.TransportError:
            trouble = "no answer"
        else:
            if answer.is_success:
                return
            trouble = f"{answer.status_code} {answer.text[:80]}"
            if answer.is_client_error:
                break
        time.sleep(habits.retry_seconds)
    raise Fatal(f"{push.platform}: the connector did not take a callback: {trouble}")
