"""Either kind of broker."""

from pathlib import Path
from typing import Literal

from pipeline.embedded.broker_server import EmbeddedBroker
from tests.services.apache_kafka import ApacheKafka

BrokerKind = Literal["embedded", "apache"]
AnyBroker = EmbeddedBroker | ApacheKafka


def a_broker(kind: BrokerKind, directory: Path) -> AnyBroker:
    """A broker of this kind on loopback, not started yet."""
    return EmbeddedBroker(directory) if kind == "embedded" else ApacheKafka(directory)
