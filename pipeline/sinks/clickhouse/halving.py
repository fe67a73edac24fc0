"""Finding the rows that ClickHouse refuses among those that it takes."""

from collections.abc import Callable, Iterator, Sequence

from pipeline.clickhouse_errors import RowsRefused
from pipeline.sinks.clickhouse.batch import Line

Insert = Callable[[Sequence[Line], str], None]
"""Inserts the lines; the text tells this part of a batch from its others."""


def refused_lines(
    lines: Sequence[Line], insert: Insert, part: str = ""
) -> Iterator[tuple[Line, RowsRefused]]:
    """Insert the lines, halving what is refused down to the single ones that are.

    All others are in once this ends. One bad line among `n` costs about `2 log2 n` inserts.

    Raises:
        Retry: ClickHouse is away; some lines may be in.
        Fatal: it refuses for another reason than what the lines hold.
    """
    try:
        insert(lines, part)
    except RowsRefused as refusal:
        if len(lines) == 1:
            yield lines[0], refusal
            return
        middle = len(lines) // 2
        yield from refused_lines(lines[:middle], insert, f"{part}/0")
        yield from refused_lines(lines[middle:], insert, f"{part}/1")
