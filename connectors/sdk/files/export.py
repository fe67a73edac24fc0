"""What a platform says of the files that are imported for it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from connectors.sdk.files.encoding import Survey
from connectors.sdk.files.table import Empty, Rejected, Row
from connectors.sdk.times import EARLIEST
from schemas.raw import RawEvent

MAX_ROW_BYTES = 500_000
"""A longer row would not fit into one message of a broker with default limits."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that is imported, as raw events name it."""

    name: str
    sha256: str
    modified_at: datetime

    @classmethod
    def of(cls, path: Path, looked: Survey) -> Self:
        """Raises OSError when the file is gone."""
        # Archives that state no time unpack to 1970, which no event may have happened in.
        modified_at = max(datetime.fromtimestamp(path.stat().st_mtime, UTC), EARLIEST)
        return cls(path.name, looked.sha256, modified_at)

    @property
    def headers(self) -> dict[str, str]:
        """What every raw event of the file carries."""
        return {"file": self.name, "sha256": self.sha256}

    def stated_at(self, line: int) -> str:
        """When a row that says no time was so, ISO 8601: of two rows the lower one is later."""
        return (self.modified_at + timedelta(microseconds=line)).isoformat()


class Rows(Protocol):
    """A file that is open for reading."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        ...

    def rows(self) -> Iterator[Row | Rejected | Empty]:
        """Every row, in order.

        Raises:
            Fatal: when the rest of the file cannot be read.
        """
        ...


class Layout(Protocol):
    """How files of a kind are laid out: `table.Layout` for CSV, `json_lines.JsonLines`."""

    @property
    def encoding(self) -> str | None:
        """As stated; None where it is found out."""
        ...

    def opened(self, file: BinaryIO, encoding: str) -> Rows:
        """The rows of a file.

        Raises:
            Fatal: when it is none of this kind, or no text in the encoding where it begins.
        """
        ...


class Export(Protocol):
    """One kind of file. Whatever raw events depend on, other than row and file, is in `headers`."""

    @property
    def platform(self) -> str:
        """Whose raw events the rows become."""
        ...

    @property
    def source_account(self) -> str:
        """What they name as their source."""
        ...

    @property
    def layout(self) -> Layout:
        """How the file is laid out."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """What the reader needs besides a row: travels with each."""
        ...

    def raw_event(self, row: Row, file: SourceFile) -> RawEvent | Rejected:
        """The row as it travels, or why it cannot."""
        ...

    def unread(self, header: Sequence[str]) -> list[str]:
        """The columns of a file that nothing is read from."""
        ...

    def absent(self, header: Sequence[str]) -> list[str]:
        """What no column of a file tells."""
        ...


def digest(*parts: str) -> str:
    """Equal for equal parts, as part of a dedupe key."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
