"""A topic and workers on it, as processes of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import Settings
from schemas.topics import EVENTS
from tests.pipeline.streams.journal import Journal
from tests.pipeline.streams.line import Line
from tests.services.broker import NewTopics


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


@pytest.fixture
def line(broker_settings: Settings, new_topics: NewTopics, journal: Journal) -> Iterator[Line]:
    """An empty topic of four partitions, and no worker yet."""
    with Line(broker_settings, new_topics([EVENTS])[0].name, journal) as line:
        yield line
