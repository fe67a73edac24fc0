"""Import a file into memory: the published raw events, the summary, the rejected rows."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.crm.export import CrmExport
from connectors.crm.mapping import Mapping
from connectors.crm.mapping_file import load_mapping
from connectors.crm.reader import read
from connectors.sdk.files.importing import import_file
from connectors.sdk.files.manifest import Summary
from schemas.event import CustomerEvent
from schemas.raw import RawEvent

SAMPLES = Path(__file__).parents[2] / "fixtures" / "platforms" / "crm"
MAPPINGS = Path(__file__).parents[3] / "deploy" / "mappings"


@dataclass
class Published:
    raws: list[RawEvent] = field(default_factory=list)

    def publish(self, raws: Sequence[RawEvent]) -> None:
        self.raws.extend(RawEvent.from_bytes(raw.to_bytes()) for raw in raws)


@dataclass
class Imported:
    summary: Summary
    raws: list[RawEvent]
    rejected: list[dict[str, str]]

    @property
    def events(self) -> list[CustomerEvent]:
        readings = [read(raw) for raw in self.raws]
        return [event for reading in readings if isinstance(reading, tuple) for event in reading]


def imported(path: Path, mapping: Mapping, tmp_path: Path, limit: int | None = None) -> Imported:
    rejected_path = tmp_path / "rejected.csv"
    rejected_path.unlink(missing_ok=True)
    publisher = Published()
    summary = import_file(
        path, CrmExport(mapping), publisher, rejected_path=rejected_path, limit=limit
    )
    rejected = []
    if rejected_path.exists():
        with rejected_path.open(encoding="utf-8-sig", newline="") as file:
            rejected = list(csv.DictReader(file))
    return Imported(summary, publisher.raws, rejected)


def mapping(**fields: Any) -> Mapping:
    return Mapping.model_validate(
        {"source_account": "shop", "record_id": "id", "identifiers": {"phone": "phone"}} | fields
    )


def shipped(name: str) -> Mapping:
    return load_mapping(MAPPINGS / f"{name}.yaml")


def file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
