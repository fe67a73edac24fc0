"""What one look at a deployment saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.status.series import Series

Kind = Literal["connectors", "worker", "sink"]


@dataclass(frozen=True, slots=True)
class ProcessLook:
    """One process of ours.

    Args:
        series: its metrics; None: it does not answer.
        trouble: why it is not ready, or does not get on; empty: it does.
    """

    name: str
    kind: Kind
    address: str
    series: Series | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ServiceLook:
    """A service that ours need."""

    name: str
    address: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Letters:
    """The dead letters that wait for a person, by step.

    Args:
        is_complete: False: there were too many to have read all of them yet.
    """

    by_step: Mapping[str, int] = field(default_factory=dict)
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """The whole deployment.

    Args:
        at: seconds of the monotonic clock.
        lag: messages by group and topic; None: the broker is away.
        letters: None: the broker is away.
        halts: why a group has halted, by group.
    """

    at: float
    processes: Sequence[ProcessLook]
    services: Sequence[ServiceLook]
    lag: Mapping[str, Mapping[str, int]] | None
    letters: Letters | None
    halts: Mapping[str, str] = field(default_factory=dict)
