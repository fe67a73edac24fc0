"""Import a file of comments into memory."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.comments.columns import COLUMNS
from connectors.comments.export import CommentsExport
from connectors.comments.reader import read
from connectors.sdk.files.importing import import_file
from connectors.sdk.files.manifest import Summary
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from tests.connectors.crm.exports import Published

ROW = {
    "platform": "weibo",
    "content_id": "5119000000000100",
    "comment_id": "5120000000000777",
    "author_id": "2700000001",
    "author_name": "小满不加糖",
    "text": "求补货",
    "created_at": "2026-01-01 12:00:00+08:00",
}


@dataclass
class Imported:
    summary: Summary
    raws: list[RawEvent]
    rejected: list[dict[str, str]]

    @property
    def events(self) -> list[CustomerEvent]:
        readings = [read(raw) for raw in self.raws]
        return [event for reading in readings if isinstance(reading, tuple) for event in reading]


def imported(path: Path, folder: Path) -> Imported:
    rejected_path = folder / "rejected.csv"
    rejected_path.unlink(missing_ok=True)
    publisher = Published()
    summary = import_file(path, CommentsExport(), publisher, rejected_path=rejected_path)
    rejected = []
    if rejected_path.exists():
        with rejected_path.open(encoding="utf-8-sig", newline="") as file:
            rejected = list(csv.DictReader(file))
    return Imported(summary, publisher.raws, rejected)


def written(folder: Path, *rows: dict[str, str], columns: Sequence[str] = tuple(COLUMNS)) -> Path:
    path = folder / "comments.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
