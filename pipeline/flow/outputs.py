"""Producing what a batch led to, and waiting until the broker has all of it."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import Any

from aiokafka.errors import KafkaError
from faust.exceptions import ProducerSendError

from schemas.errors import Retry
from schemas.message import Message
from schemas.topics import Topic


@dataclass(frozen=True, slots=True)
class Output:
    """One message to produce. A `value` of None is a tombstone."""

    topic: str
    key: bytes
    value: bytes | None
    headers: list[tuple[str, bytes]] = field(default_factory=list)

    @classmethod
    def of(cls, topic: Topic, message: Message) -> "Output":
        """The message under the key that the table of topics names for it."""
        key: Any = message
        for name in topic.key.split("."):
            key = getattr(key, name)
        return cls(topic.name, str(key).encode(), message.to_bytes())


class Outputs:
    """The worker's way out, through the producer that Faust starts and stops with it."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def produce(self, outputs: Iterable[Output]) -> None:
        """Send all of `outputs`, in order per key, and return when the broker confirmed each.

        Raises:
            Retry: when one could not be confirmed. Any part may have been written; writing all
                again is harmless to readers, who go by event_id or profile_id and version.
        """
        producer = await self._app.maybe_start_producer()
        try:
            sent: list[Awaitable[Any]] = [
                await producer.send(
                    output.topic, output.key, output.value, None, None, output.headers
                )
                for output in outputs
            ]
            await asyncio.gather(*sent)
        except (KafkaError, ProducerSendError) as error:
            raise Retry(f"the broker did not confirm a batch: {error}") from error
