"""How a deployment is doing, as it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson


@dataclass(frozen=True, slots=True)
class PartStatus:
    """A process or a service. `trouble` is empty where all is well.

    `memory_bytes` and `retries` are None for services, and for processes that do not answer.
    """

    name: str
    address: str
    trouble: str
    memory_bytes: float | None = None
    retries: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class StageStatus:
    """What a process does at one stage of the flow.

    Rates and batch sizes are those between the looks. So are the quantiles, of seconds since
    receipt, unless nothing passed: then they are those of the process's life. Refused, dropped and
    dead-lettered messages are counted from its start.
    """

    name: str
    process: str
    in_per_second: float
    out_per_second: float
    batch_mean: float | None
    p50_seconds: float | None
    p99_seconds: float | None
    refused: int
    dropped: int


@dataclass(frozen=True, slots=True)
class TopicLag:
    """What a group has not processed of a topic.

    `oldest_seconds` is the age of the oldest message that a process has taken of it and not done
    with; None: none of them says.
    """

    group: str
    topic: str
    messages: int
    oldest_seconds: float | None


@dataclass(frozen=True, slots=True)
class Status:
    """The whole deployment. An empty `problems` means that nobody needs to do anything.

    `lag`, `dead_letters` are None while the broker is away.
    """

    seconds: float
    problems: Sequence[str]
    parts: Sequence[PartStatus]
    stages: Sequence[StageStatus]
    lag: Sequence[TopicLag] | None
    dead_letters: Mapping[str, int] | None
    dead_letters_complete: bool = True
    halts: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """All of it, under these names."""
        return orjson.dumps(self, option=orjson.OPT_INDENT_2)
