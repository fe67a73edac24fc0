"""An export of CRM records as the import takes it: one raw event for each row.

An event's dedupe key is the record's id with a digest of the row and of the mapping. Where the row
does not say when it was so, the time that the import states for its line stands for the time of the
event and enters the digest too, so that of two rows of one record the lower one holds.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from connectors.crm.mapping import Mapping
from connectors.crm.record import record_id_of, time_of
from connectors.sdk.files.cells import is_rounded
from connectors.sdk.files.export import MAX_ROW_BYTES, SourceFile, digest
from connectors.sdk.files.table import Layout, Rejected, Row
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "crm"


@dataclass(frozen=True)
class CrmExport:
    """A file of records, read by a mapping."""

    mapping: Mapping
    platform: str = PLATFORM

    @property
    def source_account(self) -> str:
        """The CRM that the mapping names."""
        return self.mapping.source_account

    @cached_property
    def layout(self) -> Layout:
        """As the mapping states it."""
        return Layout(
            key_columns=self.mapping.record_id.columns,
            what="the record id",
            encoding=self.mapping.encoding,
            delimiter=self.mapping.delimiter,
            skip_initial_space=self.mapping.skip_initial_space,
        )

    @cached_property
    def headers(self) -> dict[str, str]:
        """The mapping itself."""
        return {"mapping": self.mapping.to_text()}

    def raw_event(self, row: Row, file: SourceFile) -> RawEvent | Rejected:
        """The row as a JSON object, exactly as in the file."""
        columns = " or ".join(self.mapping.record_id.columns)
        record_id = record_id_of(row.record, self.mapping.record_id)
        if record_id is None:
            return Rejected(row.line, f"no record id in {columns}", tuple(row.record.values()))
        if is_rounded(record_id):
            reason = f"the record id in {columns} was rounded by a spreadsheet"
            return Rejected(row.line, reason, tuple(row.record.values()))
        body = json.dumps(row.record, ensure_ascii=False, separators=(",", ":"))
        if len(body.encode()) > MAX_ROW_BYTES:
            return Rejected(row.line, f"longer than {MAX_ROW_BYTES} bytes")
        stated_at = file.stated_at(row.line)
        parts = [body, self.headers["mapping"], *(() if self._states_time(row) else (stated_at,))]
        return RawEvent.of(
            platform=self.platform,
            source_account=self.source_account,
            kind="record",
            person_id=record_id,
            dedupe_key=f"{record_id}:{digest(*parts)}",
            body=body.encode(),
            received_at=datetime.now(UTC),
            headers=file.headers | self.headers | {"line": str(row.line), "stated_at": stated_at},
        )

    def unread(self, header: Sequence[str]) -> list[str]:
        """The columns that the mapping neither reads nor ignores."""
        return self.mapping.unread(header)

    def absent(self, header: Sequence[str]) -> list[str]:
        """The fields of the mapping that no column tells."""
        return self.mapping.absent(header)

    def _states_time(self, row: Row) -> bool:
        try:
            return time_of(row.record, self.mapping.occurred_at) is not None
        except Reject:
            return False
