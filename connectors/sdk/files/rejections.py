"""The file of rows that an import refused: line, reason and the row as it was, to be mended."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Self

from connectors.sdk.files.table import Rejected


class RejectionFile:
    r"""A CSV file that is made with its first row, in UTF-8 with the mark that Excel needs.

    Bytes that could not be decoded are written as `\udcXX`. It holds personal data.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, header: Sequence[str], row: Rejected) -> None:
        """Append a row.

        Raises:
            OSError: when the file cannot be written.
        """
        if self._file is None:
            self._file = self._path.open(
                "w", encoding="utf-8-sig", errors="backslashreplace", newline=""
            )
            csv.writer(self._file).writerow(["line", "reason", *header])
        csv.writer(self._file).writerow([row.line, row.reason, *row.cells])
