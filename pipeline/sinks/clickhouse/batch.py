"""Rows of one topic that are written and committed together."""

from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.record import Record
from pipeline.sinks.clickhouse.reading import Reader
from pipeline.sinks.clickhouse.rows.table import Row, Table, encode
from schemas.dead_letter import Failure
from schemas.errors import Reject

SAMPLED_EVERY = 50
"""One record of so many is kept for its times."""

Refusal = tuple[Record, Failure]


class Line(NamedTuple):
    """A row as it will be sent, and the record that it is of.

    A long batch of rows as tuples, lists and dicts would keep the garbage collector busy.
    """

    data: bytes
    version: int
    record: Record


@dataclass(slots=True)
class Batch:
    """What was read of a topic since its last commit.

    Args:
        started: when the first record came, in seconds of the monotonic clock.
        samples: some of the records, evenly spread, to tell how old they are when written.
        size: the bytes of its messages.
        refused_rows: by table, those that ClickHouse refused when the batch was last written.
    """

    topic: str
    started: float
    refused: list[Refusal] = field(default_factory=list)
    samples: list[Record] = field(default_factory=list)
    records: int = 0
    size: int = 0
    refused_rows: dict[Table, int] = field(default_factory=dict)
    _lines: dict[Table, dict[object, Line]] = field(default_factory=dict)
    _first: dict[int, int] = field(default_factory=dict)
    _last: dict[int, int] = field(default_factory=dict)

    def add(self, record: Record, reader: Reader) -> None:
        """Add a record's rows; a record that cannot be read is kept among the refused."""
        try:
            # All of them first: a record that fails half-way leaves no rows behind.
            rows = [(table, row, encode(row)) for table, row in reader(record)]
        except Reject as error:
            self.refused.append((record, error.failure))
        else:
            for table, row, data in rows:
                self._add(table, row, data, record)
        if self.records % SAMPLED_EVERY == 0:
            self.samples.append(record)
        self.records += 1
        self.size += len(record.value or b"")
        self._first.setdefault(record.partition, record.offset)
        self._last[record.partition] = record.offset

    @property
    def rows(self) -> dict[Table, list[Line]]:
        """What to write, by table."""
        return {table: list(lines.values()) for table, lines in self._lines.items()}

    @property
    def place(self) -> str:
        """Its topic, and what it holds of each partition, as `0:first-last,…`."""
        ranges = ",".join(
            f"{partition}:{first}-{self._last[partition]}"
            for partition, first in sorted(self._first.items())
        )
        return f"{self.topic}/{ranges}"

    @property
    def next_offsets(self) -> dict[int, int]:
        """The offset to go on from, by partition: what to commit once the batch is written."""
        return {partition: offset + 1 for partition, offset in self._last.items()}

    def token(self, cluster_id: str, table: Table) -> str:
        """The same for the same records on the same cluster, and for nothing else."""
        return f"{cluster_id}/{self.place}/{table.name}"

    def _add(self, table: Table, row: Row, data: bytes, record: Record) -> None:
        lines = self._lines.setdefault(table, {})
        if not table.only_latest:
            lines[len(lines)] = Line(data, 0, record)
            return
        key, version = row[:2]
        known = lines.get(key)
        if known is None or known.version <= version:
            lines[key] = Line(data, version, record)
