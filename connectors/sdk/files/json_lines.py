"""A file of JSON objects, one a line."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from connectors.sdk.files.encoding import UNDECODABLE, is_undecodable
from connectors.sdk.files.table import Empty, Rejected, Row
from schemas.errors import Fatal

LINE = "json"
"""The one column: the text of a line."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Nothing but the encoding can differ; None is found out. The lines are not parsed here."""

    encoding: str | None = None

    def opened(self, file: BinaryIO, encoding: str) -> "OpenedJsonLines":
        """See `export.Layout`."""
        return OpenedJsonLines(file, encoding)


class OpenedJsonLines:
    """The lines of a file, open for reading. They can be read once.

    Raises:
        Fatal: when the first of them begins no JSON object.
    """

    header = (LINE,)

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(file, encoding=encoding, errors=UNDECODABLE)
        first = self._line(1)
        while first and not first.strip():
            first = self._line(1)
        if not first.lstrip().startswith("{"):
            raise Fatal("the first line is no JSON object")
        self._text.seek(0)

    def rows(self) -> Iterator[Row | Rejected | Empty]:
        """Every line, in order.

        Raises:
            Fatal: when the rest of the file is no text in its encoding.
        """
        number = 1
        while text := self._line(number):
            line = text.strip()
            if not line:
                yield Empty(number)
            elif is_undecodable(line):
                yield Rejected(number, f"bytes that are not {self._text.encoding}", (line,))
            else:
                yield Row(number, {LINE: line})
            number += 1

    def _line(self, number: int) -> str:
        try:
            return self._text.readline()
        except UnicodeError as error:
            raise Fatal(f"line {number}: not encoded as {self._text.encoding}") from error
