"""Rows of one topic that are written and committed together."""

from dataclasses import dataclass, field

from pipeline.record import Record
from pipeline.sinks.clickhouse.reading import Reader
from pipeline.sinks.clickhouse.rows.table import Table, encode
from schemas.dead_letter import Failure
from schemas.errors import Reject

SAMPLED_EVERY = 50
"""One record of so many is kept for its times."""


@dataclass(slots=True)
class Batch:
    """What was read of a topic since its last commit.

    Args:
        rows: by table, each already as it will be sent: a long batch of tuples, lists and dicts
            would keep the garbage collector busy.
        started: when the first record came, in seconds of the monotonic clock.
        samples: some of the records, evenly spread, to tell how old they are when written.
    """

    topic: str
    started: float
    rows: dict[Table, list[bytes]] = field(default_factory=dict)
    refused: list[tuple[Record, Failure]] = field(default_factory=list)
    samples: list[Record] = field(default_factory=list)
    records: int = 0
    _first: dict[int, int] = field(default_factory=dict)
    _last: dict[int, int] = field(default_factory=dict)

    def add(self, record: Record, reader: Reader) -> None:
        """Add a record's rows; a record that cannot be read is kept among the refused."""
        try:
            # All of them first: a record that fails half-way leaves no rows behind.
            rows = [(table, encode(row)) for table, row in reader(record)]
        except Reject as error:
            self.refused.append((record, error.failure))
        else:
            for table, row in rows:
                self.rows.setdefault(table, []).append(row)
        if self.records % SAMPLED_EVERY == 0:
            self.samples.append(record)
        self.records += 1
        self._first.setdefault(record.partition, record.offset)
        self._last[record.partition] = record.offset

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
