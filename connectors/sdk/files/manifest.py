"""What was imported of a file, as a raw event of its own, for those who audit imports."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.sdk.files.export import Export, SourceFile, digest
from schemas.raw import RawEvent

KIND = "manifest"
"""The kind of the raw event. Its reader gives no events and no reason: nothing was left out."""


@dataclass(slots=True)
class Summary:
    """What became of a file's rows. `unread` columns and `absent` fields are those of `Export`.

    `resumed` are those imported rows that an earlier, unfinished import had published. Where an
    earlier one was `finished_before`, no row was read.
    """

    encoding: str
    finished_before: bool = False
    imported: int = 0
    resumed: int = 0
    rejected: int = 0
    empty: int = 0
    unread: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def manifest_of(export: Export, file: SourceFile, summary: Summary) -> RawEvent:
    """The manifest of an import; the same import has the same."""
    body = json.dumps(
        {
            "name": file.name,
            "sha256": file.sha256,
            "encoding": summary.encoding,
            "rows": summary.imported,
            "rejected": summary.rejected,
            "empty": summary.empty,
        },
        ensure_ascii=False,
    )
    return RawEvent.of(
        platform=export.platform,
        source_account=export.source_account,
        kind=KIND,
        dedupe_key=f"{KIND}:{digest(body, *export.headers.values())}",
        body=body.encode(),
        received_at=datetime.now(UTC),
        headers=file.headers | dict(export.headers),
    )
