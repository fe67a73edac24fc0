"""Writing batches to ClickHouse."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

from pipeline.clickhouse import Client, connect
from pipeline.clickhouse_errors import RowsRefused
from pipeline.settings import Settings
from pipeline.sinks.clickhouse import metrics
from pipeline.sinks.clickhouse.batch import Batch, Line, Refusal
from pipeline.sinks.clickhouse.halving import Insert, refused_lines
from pipeline.sinks.clickhouse.rows.table import FORMAT, FORMAT_SETTINGS, Table
from schemas.dead_letter import Failure
from schemas.errors import Fatal, Retry

_ENOUGH_TO_BLAME_THE_TABLE = 10
"""So many records whose rows are refused, before any was taken, are not the rows' fault. Fewer may
be: they are kept as dead letters, and a sink that starts with a bad row goes on.
"""


class ClickHouseSink:
    """Writes batches so that the same records, written again, change nothing.

    The same batch has the same deduplication token, so that a repeated insert whose first answer
    was lost is done once. Records that come again in other batches are rows with the same key,
    of which the analysts' views show one.

    Args:
        cluster_id: the broker cluster that the offsets belong to.
    """

    def __init__(self, settings: Settings, cluster_id: str) -> None:
        self._settings = settings
        self._cluster_id = cluster_id
        self._client: Client | None = None
        self._taken: dict[Table, Line] = {}
        self._refused_before_any: defaultdict[Table, set[tuple[int, int]]] = defaultdict(set)

    def write(self, batch: Batch) -> list[Refusal]:
        """Insert the batch. All its rows are in when this returns, but those of the returned
        records, which ClickHouse refuses by what they hold; the batch notes how many they are.

        Raises:
            Retry: ClickHouse is away or busy, and some rows may be in; write the batch again.
            Fatal: it refuses the rows of a table whatever they hold.
        """
        refusals: dict[tuple[int, int], Refusal] = {}
        try:
            for table, lines in batch.rows.items():
                token = batch.token(self._cluster_id, table)
                refused = self._insert(table, lines, token)
                batch.refused_rows[table] = len(refused)
                for line, refusal in refused:
                    failure = Failure(error="RowsRefused", message=f"{table.name}: {refusal}")
                    place = (line.record.partition, line.record.offset)
                    refusals[place] = (line.record, failure)
        except (Retry, Fatal):
            self.close()
            raise
        return list(refusals.values())

    def close(self) -> None:
        """Close the connection; the next batch opens another."""
        if self._client is not None:
            with suppress(Retry):
                self._client.close()
            self._client = None

    @property
    def _connected(self) -> Client:
        if self._client is None:
            self._client = connect(
                self._settings, patience_seconds=self._settings.clickhouse_patience_seconds
            )
        return self._client

    def _insert(
        self, table: Table, lines: Sequence[Line], token: str
    ) -> list[tuple[Line, RowsRefused]]:
        """Insert the lines, and give those that are refused while others of the table are not."""

        def insert(some: Sequence[Line], part: str) -> None:
            with metrics.INSERT_SECONDS.labels(table.name).time():
                self._connected.insert(
                    table.name,
                    table.columns,
                    b"\n".join([line.data for line in some]),
                    data_format=FORMAT,
                    settings={**FORMAT_SETTINGS, "insert_deduplication_token": token + part},
                )
            self._taken[table] = some[-1]

        try:
            insert(lines, "")
        except RowsRefused as refusal:
            of_all = refusal
        else:
            return []
        if table in self._taken:
            self._take_again(insert, table)
        found = []
        for line, of_line in refused_lines(lines, of_all, insert):
            found.append((line, of_line))
            if table not in self._taken and self._is_to_blame(table, line):
                raise Fatal(f"{of_line}: every row for {table.name}, and none was taken before")
        return found

    def _is_to_blame(self, table: Table, refused: Line) -> bool:
        """Whether this is one record too many. One that comes again with its batch is no more."""
        places = self._refused_before_any[table]
        places.add((refused.record.partition, refused.record.offset))
        return len(places) >= _ENOUGH_TO_BLAME_THE_TABLE

    def _take_again(self, insert: Insert, table: Table) -> None:
        """Insert a row that was taken before, and that replaces itself."""
        known = self._taken[table]
        try:
            insert([known], "/again")
        except RowsRefused as refusal:
            raise Fatal(f"{refusal}: also a row that {table.name} took before") from None
