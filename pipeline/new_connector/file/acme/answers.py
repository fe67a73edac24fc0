"""A file of answers as the import takes it: one raw event for each row."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.sdk.files.export import MAX_ROW_BYTES, SourceFile, digest
from connectors.sdk.files.table import Layout, Rejected, Row
from pipeline.new_connector.file.acme.reader import COLUMNS, KIND
from schemas.raw import RawEvent

PLATFORM = "acme"
LAYOUT = Layout(key_columns=("编号",), what="the answer's id")


@dataclass(frozen=True, slots=True)
class AnswersExport:
    """The answers of one of the brand's questionnaires, which `source_account` names."""

    source_account: str
    platform: str = PLATFORM
    layout: Layout = LAYOUT
    headers: Mapping[str, str] = field(default_factory=dict)

    def raw_event(self, row: Row, file: SourceFile) -> RawEvent | Rejected:
        """The row as a JSON object, exactly as in the file."""
        cells = tuple(row.record.values())
        answer_id = row.record["编号"].strip()
        if not answer_id:
            return Rejected(row.line, "no 编号", cells)
        body = json.dumps(row.record, ensure_ascii=False).encode()
        if len(body) > MAX_ROW_BYTES:
            return Rejected(row.line, f"longer than {MAX_ROW_BYTES} bytes")
        return RawEvent.of(
            platform=self.platform,
            source_account=self.source_account,
            kind=KIND,
            person_id=row.record.get("手机") or answer_id,
            dedupe_key=f"{answer_id}:{digest(body.decode())}",
            body=body,
            received_at=datetime.now(UTC),
            headers=file.headers | {"line": str(row.line)},
        )

    def unread(self, header: Sequence[str]) -> list[str]:
        """The columns that the reader does not know."""
        return [name for name in header if name not in COLUMNS]

    def absent(self, header: Sequence[str]) -> list[str]:
        """The columns that it knows and the file lacks."""
        return [name for name in COLUMNS if name not in header]
