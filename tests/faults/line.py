"""A stack whose connectors poll simulated platforms that take their time."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.demo.day import Day
from pipeline.demo.directory import embedded_settings
from pipeline.demo.driving.serving import served
from pipeline.demo.driving.sources import write_sources
from pipeline.demo.platforms import platform_ends
from pipeline.embedded.stack import Stack
from pipeline.settings import Settings
from tests.faults.lives import Lives


@contextmanager
def a_line(
    day: Day,
    data_dir: Path,
    lives: Lives,
    *,
    platform_seconds: float = 0,
    **settings: Any,
) -> Iterator[Stack]:
    """A running stack of the day's brand, on ports that are free.

    Args:
        day: what its platforms answer when they are polled.
        data_dir: kept by the caller.
        lives: hears what becomes of its parts.
        platform_seconds: how long a platform takes to answer, so that polling lasts.
        settings: other than the embedded stack's.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with served(_slow(platform_ends(day), platform_seconds)) as platforms_url:
        chosen = embedded_settings(data_dir, write_sources(data_dir, platforms_url))
        values = chosen.model_dump(exclude_unset=True) | settings
        with Stack(Settings(**values), say=lives) as stack:
            yield stack


def _slow(app: ASGIApp, seconds: float) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(seconds)
        with suppress(ClientDisconnect):  # whoever asked was killed
            await app(scope, receive, send)

    return answer
