"""An INSERT whose data comes piece by piece."""

from contextlib import suppress
from typing import Any

from pipeline.embedded.clickhouse_server.errors import EngineError, translated
from pipeline.embedded.clickhouse_server.result import Result


class Insertion:
    """An INSERT under way. As in ClickHouse, blocks written before a failure stay."""

    def __init__(self, inserter: Any) -> None:  # noqa: ANN401 (chDB has no types)
        self._inserter = inserter

    def append(self, data: bytes) -> None:
        """Add a piece of data; it may end anywhere."""
        with translated():
            self._inserter.append(data)

    def finish(self) -> Result:
        """Commit. The rows are readable when this returns."""
        with translated():
            result = self._inserter.finish()
        return Result(
            body=b"",
            read_rows=result.rows_written,
            read_bytes=result.bytes_written,
            written_rows=result.rows_written,
            written_bytes=result.bytes_written,
            result_rows=result.rows_written,
            elapsed_seconds=result.elapsed,
        )

    def cancel(self) -> None:
        """Give up."""
        with suppress(EngineError), translated():
            self._inserter.cancel()
