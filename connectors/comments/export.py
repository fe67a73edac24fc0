"""A file of comments as the import takes it: one raw event for each row that can be read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.comments.columns import COLUMNS, KEY
from connectors.comments.event_types import COMMENT
from connectors.comments.reader import id_in, platform_of, read
from connectors.sdk.files.export import MAX_ROW_BYTES, SourceFile
from connectors.sdk.files.table import Layout, Rejected, Row
from connectors.sdk.payload import Payload
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "comments"
SOURCE_ACCOUNT = "export"


@dataclass(frozen=True)
class CommentsExport:
    """A file with the columns of `columns.COLUMNS`, in any order."""

    encoding: str | None = None
    platform: str = PLATFORM
    source_account: str = SOURCE_ACCOUNT
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        """Known by the column of the comment's id."""
        return Layout((KEY,), "the comment's id", encoding=self.encoding)

    def raw_event(self, row: Row, file: SourceFile) -> RawEvent | Rejected:
        """The row as a JSON object, exactly as in the file.

        What the reader would refuse is rejected with its reason, so that it can be mended at once.
        """
        body = json.dumps(row.record, ensure_ascii=False, separators=(",", ":")).encode()
        if len(body) > MAX_ROW_BYTES:
            return Rejected(row.line, f"longer than {MAX_ROW_BYTES} bytes")
        cells = Payload(row.record)
        try:
            platform, author = platform_of(cells), id_in(cells, "author_id")
            raw = RawEvent.of(
                platform=self.platform,
                source_account=self.source_account,
                kind=COMMENT,
                person_id=f"{platform}:{author}" if author else None,
                dedupe_key=f"{platform}:{id_in(cells, KEY)}",
                body=body,
                received_at=datetime.now(UTC),
                headers=file.headers | {"line": str(row.line)},
            )
            read(raw)
        except Reject as error:
            return Rejected(row.line, str(error), tuple(row.record.values()))
        return raw

    def unread(self, header: Sequence[str]) -> list[str]:
        """The columns that are not of this format."""
        return [name for name in header if name not in COLUMNS]

    def absent(self, header: Sequence[str]) -> list[str]:
        """The columns of this format that the file lacks."""
        return [name for name in COLUMNS if name not in header]
