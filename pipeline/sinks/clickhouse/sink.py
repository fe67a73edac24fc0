"""Writing batches to ClickHouse."""

from contextlib import suppress

from pipeline.clickhouse import Client, connect
from pipeline.settings import Settings
from pipeline.sinks.clickhouse import metrics
from pipeline.sinks.clickhouse.batch import Batch
from pipeline.sinks.clickhouse.rows.identity_changes import ACCOUNT_PROFILES
from pipeline.sinks.clickhouse.rows.table import FORMAT, FORMAT_SETTINGS
from schemas.errors import Fatal, Retry


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

    def write(self, batch: Batch) -> None:
        """Insert the batch. All its rows are in when this returns.

        Raises:
            Retry: ClickHouse is away or busy, and some rows may be in; write the batch again.
            Fatal: ClickHouse refuses the rows, which is a bug.
        """
        try:
            if self._client is None:
                self._client = connect(self._settings)
            for table, rows in batch.rows.items():
                with metrics.INSERT_SECONDS.labels(table.name).time():
                    self._client.insert(
                        table.name,
                        table.columns,
                        b"\n".join(rows),
                        data_format=FORMAT,
                        settings={
                            **FORMAT_SETTINGS,
                            "insert_deduplication_token": batch.token(self._cluster_id, table),
                        },
                    )
            # chDB never refreshes a dictionary by itself; a server does, by its lifetime.
            if ACCOUNT_PROFILES in batch.rows and self._settings.embedded_clickhouse:
                self._client.command("SYSTEM RELOAD DICTIONARY current_profile")
        except (Retry, Fatal):
            self.close()
            raise

    def close(self) -> None:
        """Close the connection; the next batch opens another."""
        if self._client is not None:
            with suppress(Retry):
                self._client.close()
            self._client = None
