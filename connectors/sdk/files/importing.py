"""Import an export: one raw event for each row, a manifest at the end.

The same file with the same mapping gives the same events however often it is imported: an event's
dedupe key is the record's id with a digest of the row and of the mapping. Where the row does not
say when it was so, the file's time of modification, plus a microsecond a line, stands for the time
of the event and enters the digest too, so that of two rows of one record the lower one holds.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Protocol

import stamina

from connectors.crm.cells import is_rounded
from connectors.crm.encoding import Survey, survey
from connectors.crm.mapping import Mapping
from connectors.crm.record import record_id_of, time_of
from connectors.crm.rejections import RejectionFile
from connectors.crm.resuming import FromTheBeginning, Resuming
from connectors.crm.table import Empty, Rejected, Row, Table
from connectors.sdk.times import EARLIEST
from schemas.errors import Fatal, Reject, Retry
from schemas.raw import RawEvent

PLATFORM = "crm"
BATCH_EVENTS = 1000
MAX_ROW_BYTES = 500_000
"""A longer row would not fit into one message of a broker with default limits."""

PATIENCE_SECONDS = 60


class Publisher(Protocol):
    """Where raw events go: `connectors.sdk.publisher.Publisher`."""

    def publish(self, raws: Sequence[RawEvent]) -> None:
        """Return when the broker has confirmed all of them.

        Raises:
            Retry: when it has not, or cannot take more for now; publishing again is safe.
        """
        ...


@dataclass(slots=True)
class Summary:
    """What became of a file's rows. `unread` columns and `absent` fields are those of `Mapping`.

    `resumed` are those imported rows that an earlier, unfinished import had published.
    """

    encoding: str
    imported: int = 0
    resumed: int = 0
    rejected: int = 0
    empty: int = 0
    unread: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def import_file(
    path: Path,
    mapping: Mapping,
    publisher: Publisher,
    *,
    rejected_path: Path,
    limit: int | None = None,
    resume: Callable[[str], Resuming] = FromTheBeginning,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Summary:
    """Publish the rows of a file to `raw.crm`; rows that cannot be read go to `rejected_path`.

    `resume` is given an id of the file's content, its time of modification and the mapping, and
    says where to go on. An import of `limit` rows is never finished.

    `on_progress` is told bytes read and bytes in all. At most `limit` rows are read.

    Raises:
        Fatal: when the file is empty, cannot be read at all, or does not fit the mapping.
        Retry: when the broker is away for a minute; what was published stays, and importing again
            is safe.
    """
    try:
        looked = survey(path, mapping.encoding)
        if not looked.size_bytes:
            raise Fatal(f"{path}: the file is empty")
        with path.open("rb") as file, RejectionFile(rejected_path) as rejections:
            table = Table(file, looked.encoding, mapping)
            rows = _Rows(path, looked, mapping)
            summary = Summary(
                looked.encoding,
                unread=mapping.unread(table.header),
                absent=mapping.absent(table.header),
            )
            resuming = resume(rows.import_id)
            batch: list[RawEvent] = []
            for row in islice(table.rows(), limit):
                match row if isinstance(row, Empty) else rows.raw_event(row):
                    case RawEvent() as raw:
                        summary.imported += 1
                        if summary.imported > resuming.published:
                            batch.append(raw)
                        else:
                            summary.resumed += 1
                    case Rejected() as rejected:
                        rejections.write(table.header, rejected)
                        summary.rejected += 1
                    case Empty():
                        summary.empty += 1
                if len(batch) == BATCH_EVENTS:
                    _publish(publisher, batch)
                    batch = []
                    resuming.save(summary.imported)
                    on_progress(file.tell(), looked.size_bytes)
            _publish(publisher, [*batch, rows.manifest(summary)])
            if limit is None:
                resuming.finish()
            on_progress(looked.size_bytes, looked.size_bytes)
    except OSError as error:
        raise Fatal(f"{path}: {error.strerror or error}") from error
    return summary


def _publish(publisher: Publisher, raws: Sequence[RawEvent]) -> None:
    # Not as a decorator: stamina logs what a decorated function was given, which are people's data.
    for attempt in stamina.retry_context(
        on=Retry, attempts=None, timeout=PATIENCE_SECONDS, wait_max=5
    ):
        with attempt:
            publisher.publish(raws)


class _Rows:
    """Rows of one file as raw events."""

    def __init__(self, path: Path, looked: Survey, mapping: Mapping) -> None:
        # Archives that state no time unpack to 1970, which no event may have happened in.
        self._modified_at = max(datetime.fromtimestamp(path.stat().st_mtime, UTC), EARLIEST)
        self._mapping = mapping
        self._mapping_text = mapping.to_text()
        self._headers = {"file": path.name, "sha256": looked.sha256, "mapping": self._mapping_text}

    @property
    def import_id(self) -> str:
        """The same for the same content, time of modification and mapping."""
        stated = (self._headers["sha256"], self._modified_at.isoformat(), self._mapping_text)
        return _digest(*stated)

    def raw_event(self, row: Row | Rejected) -> RawEvent | Rejected:
        if isinstance(row, Rejected):
            return row
        record_id = record_id_of(row.record, self._mapping.record_id)
        columns = " or ".join(self._mapping.record_id.columns)
        if record_id is None:
            return Rejected(row.line, f"no record id in {columns}", tuple(row.record.values()))
        if is_rounded(record_id):
            reason = f"the record id in {columns} was rounded by a spreadsheet"
            return Rejected(row.line, reason, tuple(row.record.values()))
        body = json.dumps(row.record, ensure_ascii=False, separators=(",", ":"))
        if len(body.encode()) > MAX_ROW_BYTES:
            return Rejected(row.line, f"longer than {MAX_ROW_BYTES} bytes")
        parts = [body, self._mapping_text]
        stated_at = (self._modified_at + timedelta(microseconds=row.line)).isoformat()
        if not self._states_time(row):
            parts.append(stated_at)
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self._mapping.source_account,
            kind="record",
            person_id=record_id,
            dedupe_key=f"{record_id}:{_digest(*parts)}",
            body=body.encode(),
            received_at=datetime.now(UTC),
            headers=self._headers | {"line": str(row.line), "stated_at": stated_at},
        )

    def manifest(self, summary: Summary) -> RawEvent:
        """What was imported of the file, for those who audit it; it is no event."""
        body = json.dumps(
            {
                "name": self._headers["file"],
                "sha256": self._headers["sha256"],
                "encoding": summary.encoding,
                "rows": summary.imported,
                "rejected": summary.rejected,
                "empty": summary.empty,
            },
            ensure_ascii=False,
        )
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self._mapping.source_account,
            kind="manifest",
            dedupe_key=f"manifest:{_digest(body, self._mapping_text)}",
            body=body.encode(),
            received_at=datetime.now(UTC),
            headers=self._headers,
        )

    def _states_time(self, row: Row) -> bool:
        try:
            return time_of(row.record, self._mapping.occurred_at) is not None
        except Reject:
            return False


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
