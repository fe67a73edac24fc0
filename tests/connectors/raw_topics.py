"""The raw topics of all platforms, on a broker that may be taken away."""

from connectors.registry import PLATFORMS
from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.topics import raw_topic
from tests.services.any_broker import AnyBroker


def come_back(broker: AnyBroker) -> None:
    """Start a broker again; the embedded one has forgotten its topics."""
    broker.start()
    broker.wait_until_ready()
    create_raw_topics(broker.settings)


def create_raw_topics(settings: Settings) -> None:
    create_topics(settings, [raw_topic(platform) for platform in PLATFORMS])
