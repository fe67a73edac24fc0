"""Waiting for a service that is away."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina

from pipeline.observing.retrying import Service, needing
from schemas.errors import Retry

T = TypeVar("T")

FIRST_WAIT_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 15.0


async def until_there(service: Service, attempt: Callable[[], Awaitable[T]]) -> T:
    """Do it until the service is not away, waiting longer each time. It never gives up."""
    async for attempted in stamina.retry_context(
        on=Retry,
        attempts=None,
        timeout=None,
        wait_initial=FIRST_WAIT_SECONDS,
        wait_max=LONGEST_WAIT_SECONDS,
    ):
        with attempted, needing(service):
            return await attempt()
    raise AssertionError("retrying never ends without a result")
