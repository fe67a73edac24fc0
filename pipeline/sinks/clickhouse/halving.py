"""Finding the rows that ClickHouse refuses among those that it takes."""

from collections.abc import Callable, Iterator, Sequence

from pipeline.clickhouse_errors import RowsRefused
from pipeline.sinks.clickhouse.batch import Line

Insert = Callable[[Sequence[Line], str], None]
"""Inserts the lines; the text tells this part of a batch from its others."""


def refused_lines(
    lines: Sequence[Line], refusal: RowsRefused, insert: Insert, part: str = ""
) -> Iterator[tuple[Line, RowsRefused]]:
    """Insert the halves of lines that were refused together, down to the single ones that are.

    All others are in once this ends. One bad line among `n` costs about `2 log2 n` inserts.

    Args:
        lines: what was refused.
        refusal: of them all.
        insert: inserts some of them.
        part: which part of a batch they are.

    Raises:
        Retry: ClickHouse is away; some lines may be in.
        Fatal: it refuses for another reason than what the lines hold.
    """
    if len(lines) == 1:
        yield lines[0], refusal
        return
    middle = len(lines) // 2
    for number, half in enumerate((lines[:middle], lines[middle:])):
        half_part = f"{part}/{number}"
        try:
            insert(half, half_part)
        except RowsRefused as again:
            yield from refused_lines(half, again, insert, half_part)
