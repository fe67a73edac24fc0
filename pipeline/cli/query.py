"""`guiyi query`: ask ClickHouse."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer


def query(
    sql: Annotated[str, typer.Argument(help="one statement, in the brand's database")],
    *,
    output_format: Annotated[
        str | None,
        typer.Option("--format", help="any of ClickHouse's formats, such as CSVWithNames or JSON"),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="the data directory of the running stack")
    ] = None,
) -> None:
    """Print what a query gives, as a table or in one of ClickHouse's formats."""
    import sys

    from pipeline.cli.failing import failing_clearly
    from pipeline.clickhouse import connect
    from pipeline.embedded.running import current_settings

    with failing_clearly(), connect(current_settings(data)) as client:
        if output_format is None:
            _print_table(*client.table(sql))
        else:
            for piece in client.raw(sql, output_format):
                sys.stdout.buffer.write(piece)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns)
    for row in rows:
        # As text: what customers write is not markup.
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console = Console()
    console.print(table)
    console.print(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}")
