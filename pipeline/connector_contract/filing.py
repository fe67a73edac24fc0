"""What every kind of file must do, with a real broker behind the import.

A platform's tests inherit `FileContract` and say what its files look like.
"""

import csv
import io
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from connectors.registry import read
from connectors.sdk.cursors import Cursors
from connectors.sdk.files.export import MAX_ROW_BYTES, Export
from connectors.sdk.files.importing import BATCH_EVENTS, import_file
from connectors.sdk.files.importing import Publisher as Destination
from connectors.sdk.files.manifest import KIND, Summary
from connectors.sdk.files.resuming import FromTheBeginning, Resuming, WhereItStopped
from connectors.sdk.publisher import Publisher
from connectors.sdk.reading import Read
from pipeline.connector_contract.topic import OwnBroker, come_back, create_raw_topic, on_topic
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from schemas.errors import Fatal
from schemas.raw import RawEvent

AWAY_SECONDS = 3.0
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


class FileContract(ABC):
    """Inherit it as `TestContract` and say what the platform's files look like."""

    read: Read = staticmethod(read)
    """How raw events are read; by the registry unless another is named."""

    @abstractmethod
    def export(self, name: str) -> Export:
        """The kind of file, for a source whose own id contains `name`."""

    @abstractmethod
    def rows(self, numbers: Iterable[int]) -> Sequence[Sequence[str]]:
        """The header, and a row for each number; another event for another number."""

    @pytest.fixture
    def kind(self) -> Export:
        return self.export(f"s{time.time_ns()}")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "export.csv"

    def test_each_row_is_an_event_and_the_file_has_a_manifest(
        self, kind: Export, path: Path, broker_settings: Settings
    ) -> None:
        _write(path, self.rows(range(5)))
        raws = self._on_topic_after(kind, path, broker_settings)
        assert [raw.kind == KIND for raw in raws].count(True) == 1
        assert len(raws) == 6
        for raw in raws:
            reading = self.read(raw)
            assert isinstance(reading, tuple)
            assert bool(reading) == (raw.kind != KIND)

    def test_a_file_that_is_imported_again_is_the_same_events(
        self, kind: Export, path: Path, broker_settings: Settings
    ) -> None:
        _write(path, self.rows(range(5)))
        self._on_topic_after(kind, path, broker_settings)
        raws = self._on_topic_after(kind, path, broker_settings)
        assert len(raws) == 12
        assert len({raw.event_id for raw in raws}) == 6

    @pytest.mark.parametrize("encoding", ENCODINGS)
    def test_a_file_is_read_in_any_encoding_that_spreadsheets_write(
        self, kind: Export, path: Path, encoding: str
    ) -> None:
        heard = _Heard()
        _write(path, self.rows(range(5)), encoding=encoding)
        assert _import(path, kind, heard).imported == 5
        assert all(isinstance(self.read(raw), tuple) for raw in heard.raws)

    def test_rows_that_cannot_be_read_are_told_by_line_and_the_others_imported(
        self, kind: Export, path: Path
    ) -> None:
        header, *rows = self.rows(range(4))
        huge = [*rows[1][:-1], "x" * (MAX_ROW_BYTES + 1)]
        _write(path, [header, rows[0], huge, [*rows[2], "one", "more"], rows[3]])
        summary = _import(path, kind, _Heard())
        assert (summary.imported, summary.rejected) == (2, 2)
        with (
            path.with_suffix(".rejected").open(encoding="utf-8-sig", newline="") as file,
            _cells_up_to(MAX_ROW_BYTES * 4),
        ):
            assert [row[0] for row in csv.reader(file)] == ["line", "3", "4"]

    def test_what_is_no_such_file_is_told(self, kind: Export, path: Path) -> None:
        for text in ("", "a,b\n1,2\n", "{}", "\x00\x01"):
            path.write_text(text)
            with pytest.raises(Fatal):
                _import(path, kind, _Heard())

    def test_an_import_that_was_stopped_goes_on_where_it_was(
        self, kind: Export, path: Path, tmp_path: Path
    ) -> None:
        count = 2 * BATCH_EVENTS + 5
        _write(path, self.rows(range(count)))
        resume = partial(WhereItStopped, Cursors(tmp_path / "cursors.sqlite3"), "cluster")
        heard = _Heard(stopped_after=1)
        with pytest.raises(KeyboardInterrupt):
            _import(path, kind, heard, resume)
        heard.stopped_after = None
        assert _import(path, kind, heard, resume).resumed == BATCH_EVENTS
        assert len(heard.raws) == len({raw.event_id for raw in heard.raws}) == count + 1

    def test_an_import_waits_for_a_broker_that_is_away(
        self, kind: Export, path: Path, own_broker: OwnBroker
    ) -> None:
        _write(path, self.rows(range(5)))
        own_broker.stop()
        options = aiokafka_producer_options(own_broker.settings)
        with (
            closing(Publisher(options, budget_seconds=1)) as publisher,
            ThreadPoolExecutor(1) as on,
        ):
            importing = on.submit(_import, path, kind, publisher)
            time.sleep(AWAY_SECONDS)
            assert not importing.done()
            come_back(own_broker, kind.platform)
            assert importing.result(timeout=60).imported == 5
        found = on_topic(own_broker.settings, kind.platform, kind.source_account)
        assert len({raw.event_id for raw in found}) == 6

    def _on_topic_after(self, kind: Export, path: Path, settings: Settings) -> list[RawEvent]:
        create_raw_topic(settings, kind.platform)
        with closing(Publisher(aiokafka_producer_options(settings))) as publisher:
            _import(path, kind, publisher)
        return on_topic(settings, kind.platform, kind.source_account)


class _Heard:
    """Takes events in place of a broker, until it is told to stop."""

    def __init__(self, stopped_after: int | None = None) -> None:
        self.raws: list[RawEvent] = []
        self.stopped_after = stopped_after
        self._batches = 0

    def publish(self, raws: Sequence[RawEvent]) -> None:
        if self._batches == self.stopped_after:
            raise KeyboardInterrupt
        self._batches += 1
        self.raws += raws


@contextmanager
def _cells_up_to(characters: int) -> Iterator[None]:
    """Have `csv` read larger cells, for a while: the limit is the whole process's."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _write(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _import(
    path: Path,
    kind: Export,
    publisher: Destination,
    resume: Callable[[str], Resuming] = FromTheBeginning,
) -> Summary:
    rejected = path.with_suffix(".rejected")
    return import_file(path, kind, publisher, rejected_path=rejected, resume=resume)
