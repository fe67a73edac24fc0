"""Deliver callbacks over HTTP, again and again until they are taken, as platforms do."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import httpx

from pipeline.demo.driving.signing import Signed
from schemas.errors import Fatal

CONCURRENT_CALLS = 24
MAX_TRIES = 20
WAIT_SECONDS = 0.5
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Call:
    """One callback that holds so many events. It is signed anew for each try, because a signature
    grows old.
    """

    platform: str
    url: str
    sign: Callable[[], Signed]
    headers: dict[str, str] = field(default_factory=dict)
    events: int = 1


async def post_all(calls: Iterable[Call], on_taken: Callable[[Call], None]) -> None:
    """Make every call, a few at a time, started in their order. `on_taken` hears of each success.

    Raises:
        Fatal: when a call is refused, or not taken in all its tries.
    """
    waiting = iter(calls)
    limits = httpx.Limits(max_connections=CONCURRENT_CALLS)
    async with httpx.AsyncClient(limits=limits, timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        try:
            async with asyncio.TaskGroup() as callers:
                for _ in range(CONCURRENT_CALLS):
                    callers.create_task(_post_next(client, waiting, on_taken))
        except* Fatal as failures:
            raise failures.exceptions[0] from None


async def _post_next(
    client: httpx.AsyncClient, waiting: Iterator[Call], on_taken: Callable[[Call], None]
) -> None:
    for call in waiting:
        await _post(client, call)
        on_taken(call)


async def _post(client: httpx.AsyncClient, call: Call) -> None:
    trouble = ""
    for _ in range(MAX_TRIES):
        signed = call.sign()
        try:
            answer = await client.post(
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
        await asyncio.sleep(WAIT_SECONDS)
    raise Fatal(f"{call.platform}: the connector did not take a callback: {trouble}")
