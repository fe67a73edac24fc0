"""Work that goes on at the same time and ends together."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from schemas.errors import GuiyiError

Result = TypeVar("Result")


async def until_first(*works: Coroutine[Any, Any, Result]) -> Result:
    """Do all of them until the first returns or raises; its result.

    The others are cancelled and have ended when this returns, also when this is cancelled itself.
    A bug in one of them is raised; what they raise on purpose no longer matters then.
    """
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception) and not isinstance(end, GuiyiError):
            raise end
    return next(task for task in tasks if task in done).result()
