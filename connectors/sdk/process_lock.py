"""A lock that processes of one machine share."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from schemas.errors import Fatal, Retry

PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.05


@asynccontextmanager
async def alone(path: Path, patience_seconds: float = PATIENCE_SECONDS) -> AsyncIterator[None]:
    """Hold the lock, without blocking the event loop. It ends with its process, however that ends.

    Args:
        path: the lock's file, which stays; it and its folder are created.
        patience_seconds: how long to wait for another process.

    Raises:
        Retry: when another process holds it for longer.
        Fatal: when there can be no such file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise Fatal(f"{path}: the lock cannot be made: {error.strerror}") from error
    with file:
        try:
            async with asyncio.timeout(patience_seconds):
                while not _taken(file.fileno()):  # noqa: ASYNC110 (nobody tells when it is free)
                    await asyncio.sleep(_PAUSE_SECONDS)
        except TimeoutError as error:
            raise Retry(f"{path} has been locked by another process for too long") from error
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
