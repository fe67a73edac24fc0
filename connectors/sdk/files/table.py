"""The rows of a CSV file as records: header -> cell, with the line each began on."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from connectors.sdk.files.encoding import UNDECODABLE, is_undecodable
from connectors.sdk.files.lines import Lines
from schemas.errors import Fatal

_DELIMITERS = (",", "\t", ";", "|")
_MAX_ROW_LINES = 1000
"""A row over more lines is taken for a quote that was never closed, not for a long note."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out. What is None is found out.

    One of `key_columns` must be there; by it the delimiter is found. `what` says in errors what
    that column is for.
    """

    key_columns: tuple[str, ...]
    what: str
    encoding: str | None = None
    delimiter: str | None = None
    skip_initial_space: bool = False

    def opened(self, file: BinaryIO, encoding: str) -> "Table":
        """See `export.Layout`."""
        return Table(file, encoding, self)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read, its cells exactly as in the file."""

    line: int
    record: dict[str, str]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read, and why.

    A line of a row that spans several stands whole in a single cell.
    """

    line: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Empty:
    """A row without any value."""

    line: int


class Table:
    """A CSV file, open for reading. Its rows can be read once.

    `header` holds the column names without surrounding space: the second column of a name gets
    ` (2)`, and one without a name its position.

    Raises:
        Fatal: when no column is one of `key_columns`, the header is no text in the encoding, or
            there is no such encoding.
    """

    def __init__(self, file: BinaryIO, encoding: str, layout: Layout) -> None:
        try:
            self._text = io.TextIOWrapper(file, encoding=encoding, errors=UNDECODABLE, newline="")
        except LookupError as error:
            raise Fatal(f"{encoding}: no such encoding") from error
        wanted = set(layout.key_columns)
        found: tuple[str, ...] = ()
        for delimiter in (layout.delimiter,) if layout.delimiter else _DELIMITERS:
            self._text.seek(0)
            self._lines = Lines(self._text)
            self._reader = csv.reader(
                self._lines, delimiter=delimiter, skipinitialspace=layout.skip_initial_space
            )
            self.header = _named(_first(self._reader))
            if any(map(is_undecodable, self.header)):
                raise Fatal(
                    f"the header holds bytes that are not {encoding}; state how the file is encoded"
                )
            if wanted & set(self.header):
                return
            found = max(found, self.header, key=len)
        raise Fatal(
            f"no column {' or '.join(sorted(wanted))} for {layout.what}; "
            f"the file has: {', '.join(found) or 'nothing'}"
        )

    def rows(self) -> Iterator[Row | Rejected | Empty]:
        """Every row below the header, in order.

        Of a row over several lines that cannot be read, every line is rejected by itself: a quote
        that was never closed makes one of thousands.

        Raises:
            Fatal: when the rest of the file is no text in its encoding.
        """
        while True:
            line = self._reader.line_num + 1
            self._lines.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield from self._rejected_lines(line, f"no CSV: {error}")
            except UnicodeError as error:
                raise Fatal(f"line {line}: not encoded as {self._text.encoding}") from error
            else:
                yield from self._read(line, cells)

    def _read(self, line: int, cells: Sequence[str]) -> Iterator[Row | Rejected | Empty]:
        row = self._row(line, cells)
        if len(self._lines.taken) == 1:
            yield row
        elif not self._is_closed() or len(self._lines.taken) > _MAX_ROW_LINES:
            yield from self._rejected_lines(line, "a quote is not closed where its cell ends")
        elif isinstance(row, Rejected):
            yield from self._rejected_lines(line, row.reason)
        else:
            yield row

    def _is_closed(self) -> bool:
        """Whether a row over several lines is one to a reader that forgives nothing."""
        try:
            next(csv.reader(self._lines.taken, self._reader.dialect, strict=True))
        except csv.Error:
            return False
        return True

    def _rejected_lines(self, first: int, reason: str) -> Iterator[Rejected]:
        if len(self._lines.taken) > 1:
            reason = f"{reason} (in the row that begins in line {first})"
        for line, text in enumerate(self._lines.taken, start=first):
            yield Rejected(line, reason, (text.rstrip("\r\n"),))

    def _row(self, line: int, cells: Sequence[str]) -> Row | Rejected | Empty:
        if not any(cell.strip() for cell in cells):
            return Empty(line)
        if any(is_undecodable(cell) for cell in cells):
            return Rejected(line, f"bytes that are not {self._text.encoding}", tuple(cells))
        if len(cells) != len(self.header):
            reason = f"{len(cells)} cells where the header has {len(self.header)}"
            return Rejected(line, reason, tuple(cells))
        return Row(line, dict(zip(self.header, cells, strict=True)))


def _first(reader: Iterator[list[str]]) -> list[str]:
    try:
        return next(reader, [])
    except (csv.Error, UnicodeError) as error:
        raise Fatal(f"the header cannot be read: {error}") from error


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    names = []
    for position, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column {position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
