"""Delivering a day through the connectors while harm is done, until every event is acknowledged."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

from pipeline.demo.day import Day
from pipeline.demo.driving.driver import import_files, pushes_of
from pipeline.demo.driving.waiting import wait_until_asked
from pipeline.embedded.stack import Stack
from pipeline.simulator.pushing import Habits, Push, push_all
from schemas.errors import Retry

T = TypeVar("T")

MAX_TRIES = 600
"""Of one call, half a second apart: a platform that does not give up."""

AGAIN_SECONDS = 0.5
IMPORT_SECONDS = 120.0

Order = Callable[[list[Push]], Iterable[Push]]


def deliver(
    day: Day,
    stack: Stack,
    *,
    order: Order = iter,
    seconds: float = 0,
    hurry: Event | None = None,
) -> None:
    """Deliver everything: the files, and every call until it is acknowledged.

    Polled lists are not waited for: `wait_until_polled`.

    Args:
        day: what to deliver.
        stack: its connectors take it.
        order: puts the calls into another order, leaves some out or makes them twice.
        seconds: over which to spread the calls.
        hurry: once it is set, the rest goes without pauses.
    """
    _until_taken(lambda: import_files(day, stack.settings, _ignore))
    pushes = list(order(list(pushes_of(day, stack.settings))))
    spread = _spread(pushes, seconds / len(pushes), hurry or Event())
    push_all(spread, lambda _push: None, Habits(tries=MAX_TRIES))


@contextmanager
def being_delivered(
    day: Day, stack: Stack, *, seconds: float, order: Order = iter
) -> Iterator[None]:
    """Deliver everything beside what is done meanwhile; leaving hurries and waits for the rest."""
    hurry = Event()
    with ThreadPoolExecutor(1, thread_name_prefix="delivering") as beside:
        delivered = beside.submit(deliver, day, stack, order=order, seconds=seconds, hurry=hurry)
        try:
            yield
        finally:
            hurry.set()
        delivered.result()


def wait_until_polled(stack: Stack) -> None:
    """Wait until all parts are ready and the pollers have seen the end of their lists."""
    stack.wait_until_ready()
    wait_until_asked(stack.settings)


def _spread(items: Iterable[T], pause_seconds: float, hurry: Event) -> Iterator[T]:
    for item in items:
        if pause_seconds:
            hurry.wait(pause_seconds)
        yield item


def _until_taken(deliver_all: Callable[[], object]) -> None:
    until = time.monotonic() + IMPORT_SECONDS
    while True:
        try:
            deliver_all()
        except Retry:
            if time.monotonic() > until:
                raise
            time.sleep(AGAIN_SECONDS)
        else:
            return


def _ignore(_platform: str, _events: int) -> None:
    """Nobody counts deliveries here."""
