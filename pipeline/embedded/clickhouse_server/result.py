"""What a statement gave and what it took."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A whole result, and the numbers that `X-ClickHouse-Summary` tells of it."""

    body: bytes
    read_rows: int
    read_bytes: int
    written_rows: int
    written_bytes: int
    result_rows: int
    elapsed_seconds: float

    @property
    def summary(self) -> str:
        """The value of the header `X-ClickHouse-Summary`."""
        numbers = {
            "read_rows": self.read_rows,
            "read_bytes": self.read_bytes,
            "written_rows": self.written_rows,
            "written_bytes": self.written_bytes,
            "total_rows_to_read": self.read_rows,
            "result_rows": self.result_rows,
            "result_bytes": len(self.body),
            "elapsed_ns": round(self.elapsed_seconds * 1e9),
        }
        return json.dumps({name: str(number) for name, number in numbers.items()})
