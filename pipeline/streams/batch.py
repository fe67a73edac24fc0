"""A partition's fetched messages, handed to an agent as one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import faust
from faust.types import AppT, EventT, Message

from pipeline.record import Record


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Consecutive messages of one partition, at least one, in order of offset."""

    topic: str
    partition: int
    records: Sequence[Record]

    @property
    def first_offset(self) -> int:
        return self.records[0].offset

    @property
    def last_offset(self) -> int:
        return self.records[-1].offset

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)


def split(
    topic: str, partition: int, records: Sequence[Record], max_events: int
) -> Iterator[Batch]:
    """Cut fetched messages into batches of at most `max_events`."""
    for start in range(0, len(records), max_events):
        yield Batch(topic, partition, records[start : start + max_events])


class BatchSchema(faust.Schema[Any, Any]):
    """Hands a batch to the agent as it is: decoding belongs to the steps, which can refuse it."""

    def compile(self, app: AppT, **_handlers: Any) -> Callable[..., Any]:
        """Faust's hook: how the messages of a channel become events."""

        async def decode(message: Message, **_options: Any) -> EventT[Any]:
            return app.create_event(None, message.value, message.headers, message)

        return decode
