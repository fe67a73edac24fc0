"""Rows on a terminal: a table where it is wide enough, else a field a line. Nothing is cut off."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print the rows and how many they are."""
    console = Console()
    # As text: what customers write is not markup.
    cells = [[Text("" if value is None else str(value)) for value in row] for row in rows]
    grid = _grid(columns, cells)
    # Against a limit that is no terminal's, to learn how wide it would like to be.
    if console.measure(grid, options=console.options.update(max_width=1_000_000)).maximum <= (
        console.width
    ):
        console.print(grid)
    else:
        for number, row in enumerate(cells, start=1):
            console.rule(f"row {number:,}", align="left", characters="─")
            console.print(_record(columns, row))
    console.print(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}")


def folding_table(*columns: str) -> Table:
    """A table without rows whose cells, when they are too long, go on in the next line."""
    return Table(*(Column(column, overflow="fold") for column in columns))


def _grid(columns: Sequence[str], cells: Sequence[Sequence[Text]]) -> Table:
    table = Table()
    for column in columns:
        table.add_column(Text(column))
    for row in cells:
        table.add_row(*row)
    return table


def _record(columns: Sequence[str], row: Sequence[Text]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for column, cell in zip(columns, row, strict=True):
        table.add_row(Text(column, style="bold"), cell)
    return table
