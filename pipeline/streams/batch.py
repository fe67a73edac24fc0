"""A partition's fetched messages, handed to an agent as one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import faust
from faust.types import AppT, EventT, Message

from pipeline.record import Record
from pipeline.streams.claim import Claim


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Consecutive messages of one partition, at least one, in order of offset."""

    topic: str
    partition: int
    records: Sequence[Record]
    claim: Claim = field(default_factory=Claim, repr=False)

    @property
    def first_offset(self) -> int:
        return self.records[0].offset

    @property
    def last_offset(self) -> int:
        return self.records[-1].offset

    @property
    def is_current(self) -> bool:
        """Whether its partition is still this worker's. Ask before an effect that others see.

        It cannot be more than a good guess: a worker may lose its partitions before it hears of it.
        """
        return self.claim.stands

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)


class BatchSchema(faust.Schema[Any, Any]):
    """Hands a batch to the agent as it is: decoding belongs to the steps, which can refuse it."""

    def compile(self, app: AppT, **_handlers: Any) -> Callable[..., Any]:
        """Faust's hook: how the messages of a channel become events."""

        async def decode(message: Message, **_options: Any) -> EventT[Any]:
            return app.create_event(None, message.value, message.headers, message)

        return decode
