"""What is on the raw topics, and raw events made of samples."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from connectors.registry import read
from pipeline.kafka import consumer_options
from pipeline.settings import Settings
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from schemas.topics import raw_topic

SAMPLES = Path(__file__).parent.parent / "fixtures" / "platforms"
VECTORS: Mapping[str, Mapping[str, str]] = json.loads((SAMPLES / "vectors.json").read_text())
RECEIVED_AT = datetime(2026, 1, 1, 3, 50, tzinfo=UTC)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def raw_of(
    body: bytes,
    *,
    platform: str,
    source_account: str,
    kind: str,
    headers: Mapping[str, str] | None = None,
) -> RawEvent:
    return RawEvent.of(
        platform=platform,
        source_account=source_account,
        kind=kind,
        dedupe_key="sample",
        body=body,
        received_at=RECEIVED_AT,
        headers=headers,
    )


def events_of(raw: RawEvent) -> tuple[CustomerEvent, ...]:
    reading = read(raw)
    assert isinstance(reading, tuple)
    return reading


def stated(event: CustomerEvent) -> dict[str, Any]:
    """What an event states, without what every event has and without what is empty."""
    everything = event.to_builtins()
    for name in ("event_id", "platform", "source_account", "received_at", "snapshot"):
        everything.pop(name, None)
    if "content" in everything:
        everything["content"] = {"kind": "text"} | everything["content"]
    everything["account"] = everything["account"]["account_id"]
    everything["identifiers"] = [
        f"{identifier['type']}({identifier.get('scope', '')})={identifier['value']}"
        for identifier in everything.get("identifiers", ())
    ]
    return _without_empty(everything)


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    shown = {
        name: _without_empty(element) if isinstance(element, dict) else element
        for name, element in value.items()
    }
    return {name: element for name, element in shown.items() if element not in ({}, [], None)}


def on_topic(settings: Settings, platform: str, source_account: str) -> list[RawEvent]:
    """The raw events of one source, partition by partition, each in its order."""
    consumer = KafkaConsumer(**consumer_options(settings))
    topic = raw_topic(platform).name
    partitions = [TopicPartition(topic, p) for p in consumer.partitions_for_topic(topic)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    found: list[RawEvent] = []
    quiet = 0
    while quiet < 3:
        batches = consumer.poll(timeout_ms=200)
        quiet = 0 if batches else quiet + 1
        for messages in batches.values():
            for message in messages:
                raw = RawEvent.from_bytes(message.value)
                assert message.key == raw.person_id.encode()
                found.append(raw)
    consumer.close()
    return [raw for raw in found if raw.source_account == source_account]
