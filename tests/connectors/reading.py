"""Raw events made of samples."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.registry import read
from schemas.event import CustomerEvent
from schemas.raw import RawEvent

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
