"""A stack whose connectors poll simulated platforms that take their time."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.demo.day import Day
from pipeline.demo.directory import embedded_settings
from pipeline.demo.driving.sources import write_sources
from pipeline.demo.serving import serving
from pipeline.embedded.part import Part
from pipeline.embedded.plan import plan
from pipeline.embedded.stack import Stack
from pipeline.settings import Settings
from tests.faults.lives import Lives

Plan = Callable[[Settings], Sequence[Part]]


def with_environment(name: str, **variables: str) -> Plan:
    """The embedded stack, with these variables in the environment of one of its parts."""

    def parts(settings: Settings) -> list[Part]:
        return [
            replace(part, environment={**part.environment, **variables})
            if part.name == name
            else part
            for part in plan(settings)
        ]

    return parts


@contextmanager
def a_line(
    day: Day,
    data_dir: Path,
    lives: Lives,
    *,
    platform_seconds: float = 0,
    parts: Plan = plan,
    **settings: Any,
) -> Iterator[Stack]:
    """A running stack of the day's brand, on ports that are free.

    Args:
        day: what its platforms answer when they are polled.
        data_dir: kept by the caller.
        lives: hears what becomes of its parts.
        platform_seconds: how long a platform takes to answer, so that polling lasts.
        parts: what it is made of.
        settings: other than the embedded stack's.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with serving(day, partial(_slow, seconds=platform_seconds)) as urls:
        chosen = embedded_settings(data_dir, write_sources(data_dir, day.platforms, urls))
        values = chosen.model_dump(exclude_unset=True) | settings
        with Stack(Settings(**values), say=lives, parts=parts) as stack:
            yield stack


def _slow(app: ASGIApp, seconds: float) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(seconds)
        with suppress(ClientDisconnect):  # whoever asked was killed
            await app(scope, receive, send)

    return answer
