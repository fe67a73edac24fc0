"""A topic is read whole, or the reading says that it was not."""

import asyncio
import secrets

import pytest

from pipeline.dead_letters.topic import read_topic
from pipeline.flow.outputs import Output, Outputs
from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.errors import Retry
from schemas.topics import DEAD_LETTERS, MAX_MESSAGE_BYTES
from tests.services.any_broker import AnyBroker

MEBIBYTE = 1024 * 1024


def fill(settings: Settings, messages: int) -> None:
    """Write messages of a mebibyte to one partition of the dead letters."""

    async def run() -> None:
        outputs = Outputs(settings)
        for _ in range(messages):
            value = secrets.token_bytes(MEBIBYTE)
            await outputs.produce([Output(DEAD_LETTERS.name, b"key", value)])
        await outputs.stop()

    create_topics(settings, (DEAD_LETTERS,))
    asyncio.run(run())


def test_a_topic_is_read_to_its_end(own_broker: AnyBroker) -> None:
    fill(own_broker.settings, 3)
    assert len(list(read_topic(own_broker.settings, DEAD_LETTERS.name))) == 3


def test_a_broker_that_vanishes_amid_a_topic_is_not_the_end_of_it(own_broker: AnyBroker) -> None:
    fill(own_broker.settings, 2 * MAX_MESSAGE_BYTES // MEBIBYTE + 2)  # more than a fetch brings
    lasting = own_broker.settings.model_copy(update={"embedded_broker": False})
    reading = read_topic(lasting, DEAD_LETTERS.name)
    next(reading)
    own_broker.kill()
    with pytest.raises(Retry, match="Kafka fell silent"):
        list(reading)
