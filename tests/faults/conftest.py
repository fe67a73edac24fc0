import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_word_of_reconnecting() -> Iterator[None]:
    """Kafka's clients of the test itself call every try to reconnect an error."""
    kafka = logging.getLogger("kafka")
    level = kafka.level
    kafka.setLevel(logging.CRITICAL)
    yield
    kafka.setLevel(level)
