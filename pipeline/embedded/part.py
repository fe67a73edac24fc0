"""What the stack is made of: the description of one part, apart from running it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self


def _nothing() -> None:
    """What most parts need to be prepared."""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One program of the stack.

    Args:
        command: the program and its arguments.
        environment: added to the stack's own.
        address: where people and programs find it.
        needs: the parts that must be ready before this one is started.
        restarts_with: the parts whose death leaves this one with nothing to go on from.
        is_ready: asked until it says yes; must answer within about a second.
        prepare: done once each time it is ready, before those that need it start. May raise
            `Retry` to be called again.
        is_idle: whether it has done all that the parts stopped before it left to it.
        ready_seconds: it counts as failed when it is not ready by then.
        idle_seconds: how long to wait for `is_idle` before it is stopped.
        stop_seconds: how long it may take to end before it is killed.
        renew: what to run after this life of it, when that is not the same again.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    needs: tuple[str, ...] = ()
    restarts_with: tuple[str, ...] = ()
    is_ready: Callable[[], bool] = _always
    prepare: Callable[[], None] = _nothing
    is_idle: Callable[[], bool] = _always
    ready_seconds: float = 60
    idle_seconds: float = 0
    stop_seconds: float = 2
    renew: Callable[[], Self] | None = None

    @property
    def port(self) -> int | None:
        """Where it listens, if it has an address."""
        return int(self.address.rpartition(":")[2]) if self.address else None
