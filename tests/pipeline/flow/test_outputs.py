"""Producing a batch: what of it is under way when it fails."""

import asyncio
from collections.abc import Sequence

import pytest
from aiokafka.errors import KafkaConnectionError

from pipeline.flow.outputs import Output, Outputs, Place, Unsent
from pipeline.settings import Settings
from schemas.errors import Retry
from schemas.topics import DEAD_LETTERS, PROFILES
from tests.services.broker import NewTopics


class OneFails(Outputs):
    """Outputs whose way to one topic breaks at once, while all else takes its time."""

    def __init__(self, settings: Settings, broken_topic: str) -> None:
        super().__init__(settings)
        self._broken_topic = broken_topic
        self.under_way = 0

    async def _send(self, place: Place, outputs: Sequence[Output]) -> list[Unsent]:
        if place[0] == self._broken_topic:
            raise KafkaConnectionError
        self.under_way += 1
        await asyncio.sleep(0.2)
        unsent = await super()._send(place, outputs)
        self.under_way -= 1
        return unsent


def test_nothing_is_under_way_any_more_when_a_batch_has_failed(
    broker_settings: Settings, new_topics: NewTopics
) -> None:
    broken, whole = (topic.name for topic in new_topics([DEAD_LETTERS, PROFILES]))

    async def run() -> int:
        outputs = OneFails(broker_settings, broken)
        batch = [Output(topic, b"key", b"value") for topic in (broken, whole)]
        with pytest.raises(Retry, match="did not confirm a batch"):
            await outputs.produce(batch)
        under_way = outputs.under_way
        await asyncio.sleep(0.3)
        await outputs.stop()
        return under_way

    assert asyncio.run(run()) == 0
