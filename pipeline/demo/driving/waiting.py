"""Waiting until the connectors have asked for everything and heard everything."""

import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import httpx

from pipeline.demo.day import Day
from pipeline.demo.platforms import PLATFORMS
from pipeline.settings import Settings
from schemas.errors import Fatal

ASK_SECONDS = 600.0
"""How long the pollers may take for one round over everything, and the listeners."""

_LOOK_SECONDS = 0.2
_QUIET_LOOKS = 4


def to_hear(day: Day) -> Mapping[str, int]:
    """How many events those have to hear that never say that they are done."""
    return {
        awaited: len(platform.heard)
        for name, platform in day.platforms.items()
        if (awaited := PLATFORMS[name].awaited) is not None
    }


def wait_until_asked(settings: Settings, to_hear: Mapping[str, int] = MappingProxyType({})) -> None:
    """Wait until every poller has seen the end of its list, and those of `to_hear` heard so much.

    They must be done several times in a row: what a last callback rings for begins a moment later.

    Raises:
        Fatal: when that takes more than ten minutes.
    """
    url = f"http://{settings.connector_host}:{settings.connector_port}/health"
    until, quiet = time.monotonic() + ASK_SECONDS, 0
    while time.monotonic() < until:
        asking = httpx.get(url, timeout=10, trust_env=False).json()["pollers"]
        late = {name: state for name, state in asking.items() if not _is_done(name, state, to_hear)}
        quiet = quiet + 1 if asking and not late else 0
        if quiet == _QUIET_LOOKS:
            return
        time.sleep(_LOOK_SECONDS)
    raise Fatal(f"pollers and listeners are not done after {ASK_SECONDS:.0f} s: {late}")


def _is_done(name: str, state: Mapping[str, Any], to_hear: Mapping[str, int]) -> bool:
    if name in to_hear:
        heard: int = state["events"] - state["repeated"]
        return heard >= to_hear[name]
    return bool(state["state"] == "waiting")
