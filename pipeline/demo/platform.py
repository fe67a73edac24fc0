"""What the demo knows of a platform: what happens on it, and how the platform tells of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from starlette.types import ASGIApp

from connectors.sdk.files.export import Export
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, File, Happenings, Lists
from pipeline.demo.people import Person
from pipeline.simulator.call import Call

Keep = Callable[[str, str], str]
"""Keeps a secret under a name; gives what stands for it in `connectors.yaml`."""

Sources = Mapping[str, Mapping[str, Any]]
"""A platform's section of `connectors.yaml`: the brand's accounts by their names."""


def _nothing(_random: Random, _clock: Clock, _people: Sequence[Person]) -> tuple[File, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform, in whatever ways it tells us of events.

    Args:
        name: the platform's, with which its accounts begin.
        happen: what the people do on it.
        sources: its section of `connectors.yaml`; asked with the URL of its end, or with None when
            nothing answers there.
        call: makes a call of a delivery, signed now.
        end: answers for the day's lists when it is polled or listened to.
        awaited: the listener that hears its socket, or a poller that takes its time: such is done
            once it has had as many events as are `heard`.
        export: the files that people bring of it, written when the day is over.
        reading: how such a file is read.
        stream: whose random numbers it draws; its own without.
    """

    name: str
    happen: Callable[[Random, Clock, Sequence[Person]], Happenings]
    sources: Callable[[Keep, str | None], Sources] | None = None
    call: Callable[[Delivery], Call] | None = None
    end: Callable[[Lists], ASGIApp] | None = None
    awaited: str | None = None
    export: Callable[[Random, Clock, Sequence[Person]], tuple[File, ...]] = _nothing
    reading: Callable[[], Export] | None = None
    stream: str | None = None
