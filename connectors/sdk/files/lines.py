"""The lines of a text file, with those kept that the record under way has taken."""

from collections.abc import Iterator
from typing import TextIO


class Lines:
    """An iterator of lines for `csv.reader`, which takes as many for a record as its quotes span.

    Keep `taken` short by calling `begin` before each record.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """A new record begins."""
        self.taken = []
