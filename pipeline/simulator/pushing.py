"""Deliver callbacks over HTTP, again and again until they are taken, as platforms do."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from pipeline.demo.driving.signing import Signed
from schemas.errors import Fatal

CALLERS = 12
MAX_TRIES = 20
WAIT_SECONDS = 0.5
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Call:
    """One callback that holds so many events.

    It is signed anew for each try, because a signature grows old.
    """

    platform: str
    url: str
    sign: Callable[[], Signed]
    headers: dict[str, str] = field(default_factory=dict)
    events: int = 1


def post_all(
    calls: Iterable[Call], on_taken: Callable[[Call], None], *, max_tries: int = MAX_TRIES
) -> None:
    """Make every call, a few at a time, started in their order. `on_taken` hears of each success.

    Raises:
        Fatal: when a call is refused, or not taken in all its tries; the others are given up.
    """
    waiting = _Waiting(calls)
    with ThreadPoolExecutor(CALLERS, thread_name_prefix="platforms") as callers:
        try:
            for caller in [
                callers.submit(_post_each, waiting, on_taken, max_tries) for _ in range(CALLERS)
            ]:
                caller.result()
        finally:
            # Ctrl-C ends the wait, not the callers.
            waiting.give_up()


class _Waiting(Iterator[Call]):
    """Calls that wait, for several threads, until one of them gives up."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._calls = iter(calls)
        self._lock = threading.Lock()
        self._given_up = False

    def __next__(self) -> Call:
        with self._lock:
            if self._given_up:
                raise StopIteration
            return next(self._calls)

    def give_up(self) -> None:
        self._given_up = True


def _post_each(waiting: _Waiting, on_taken: Callable[[Call], None], max_tries: int) -> None:
    # A client for each thread: what they would share costs more than the calls.
    with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        for call in waiting:
            try:
                _post(client, call, max_tries)
            except Fatal:
                waiting.give_up()
                raise
            on_taken(call)


def _post(client: httpx.Client, call: Call, max_tries: int) -> None:
    trouble = ""
    for _ in range(max_tries):
        signed = call.sign()
        try:
            answer = client.post(
                call.url, params=signed.query, content=signed.body, headers=call.headers
            )
        except httpx.TransportError:
            trouble = "no answer"
        else:
            if answer.is_success:
                return
            trouble = f"{answer.status_code} {answer.text[:80]}"
            if answer.is_client_error:
                break
        time.sleep(WAIT_SECONDS)
    raise Fatal(f"{call.platform}: the connector did not take a callback: {trouble}")
