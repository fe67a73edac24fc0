"""Import a file: one raw event for each row, a manifest at the end.

The same file by the same export gives the same events however often it is imported.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

import stamina

from connectors.sdk.files.encoding import Survey, survey
from connectors.sdk.files.export import Export, SourceFile, digest
from connectors.sdk.files.manifest import Summary, manifest_of
from connectors.sdk.files.rejections import RejectionFile
from connectors.sdk.files.resuming import FromTheBeginning, Resuming
from connectors.sdk.files.table import Empty, Row
from schemas.errors import Fatal, Retry
from schemas.raw import RawEvent

BATCH_EVENTS = 1000
PATIENCE_SECONDS = 60


class Publisher(Protocol):
    """Where raw events go: `connectors.sdk.publisher.Publisher`."""

    def publish(self, raws: Sequence[RawEvent]) -> None:
        """Return when the broker has confirmed all of them.

        Raises:
            Retry: when it has not, or cannot take more for now; publishing again is safe.
        """
        ...


def import_file(
    path: Path,
    export: Export,
    publisher: Publisher,
    *,
    rejected_path: Path,
    limit: int | None = None,
    resume: Callable[[str], Resuming] = FromTheBeginning,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Summary:
    """Publish the rows of a file; rows that cannot be read go to `rejected_path`.

    `resume` is given an id of the file's content, its time of modification and the export, and
    says where to go on, or that nothing is left to do. An import of `limit` rows is never finished.

    `on_progress` is told bytes read and bytes in all. At most `limit` rows are read.

    Raises:
        Fatal: when the file is empty, cannot be read at all, or is none of this kind.
        Retry: when the broker is away for a minute; what was published stays, and importing again
            is safe.
    """
    try:
        looked = _surveyed(path, export.layout.encoding)
        with path.open("rb") as file, RejectionFile(rejected_path) as rejections:
            table = export.layout.opened(file, looked.encoding)
            source = SourceFile.of(path, looked)
            summary = Summary(
                looked.encoding,
                unread=export.unread(table.header),
                absent=export.absent(table.header),
            )
            resuming = resume(_import_id(source, export))
            if resuming.finished:
                summary.finished_before = True
                return summary
            batch: list[RawEvent] = []
            for row in islice(table.rows(), limit):
                if isinstance(row, Empty):
                    summary.empty += 1
                    continue
                made = export.raw_event(row, source) if isinstance(row, Row) else row
                if not isinstance(made, RawEvent):
                    rejections.write(table.header, made)
                    summary.rejected += 1
                    continue
                summary.imported += 1
                if summary.imported > resuming.published:
                    batch.append(made)
                else:
                    summary.resumed += 1
                if len(batch) == BATCH_EVENTS:
                    _publish(publisher, batch)
                    batch = []
                    resuming.save(summary.imported)
                    on_progress(file.tell(), looked.size_bytes)
            _publish(publisher, [*batch, manifest_of(export, source, summary)])
            if limit is None:
                resuming.finish()
            on_progress(looked.size_bytes, looked.size_bytes)
    except OSError as error:
        raise Fatal(f"{path}: {error.strerror or error}") from error
    return summary


def _surveyed(path: Path, encoding: str | None) -> Survey:
    looked = survey(path, encoding)
    if not looked.size_bytes:
        raise Fatal(f"{path}: the file is empty")
    return looked


def _import_id(source: SourceFile, export: Export) -> str:
    """The same for the same content, time of modification and export."""
    return digest(source.sha256, source.modified_at.isoformat(), *export.headers.values())


def _publish(publisher: Publisher, raws: Sequence[RawEvent]) -> None:
    # Not as a decorator: stamina logs what a decorated function was given, which are people's data.
    for attempt in stamina.retry_context(
        on=Retry, attempts=None, timeout=PATIENCE_SECONDS, wait_max=5
    ):
        with attempt:
            publisher.publish(raws)
