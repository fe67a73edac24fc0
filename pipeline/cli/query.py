"""`guiyi query`: ask ClickHouse."""

import re
from typing import Annotated

import typer

from pipeline.cli.options import Data
from schemas.errors import Fatal

# At the end of a statement; `ORDER BY format DESC` is none.
_FORMAT_CLAUSE = re.compile(
    r"\bFORMAT\s+(?!(?:ASC|DESC)\b)([A-Za-z]\w*)(?:\s+SETTINGS\s[^'\"]*)?[\s;]*$", re.IGNORECASE
)


def query(
    sql: Annotated[str, typer.Argument(help="one statement, in the brand's database")],
    *,
    output_format: Annotated[
        str | None,
        typer.Option("--format", help="any of ClickHouse's formats, such as CSVWithNames or JSON"),
    ] = None,
    data: Data = None,
) -> None:
    """Print what a query gives, as a table or in one of ClickHouse's formats."""
    import sys

    from pipeline.cli.failing import failing_clearly
    from pipeline.cli.rows import print_rows
    from pipeline.clickhouse import connect
    from pipeline.embedded.running import current_settings

    with failing_clearly():
        _check(sql)
        with connect(current_settings(data)) as client:
            if output_format is None:
                print_rows(*client.table(sql))
            else:
                for piece in client.raw(sql, output_format):
                    sys.stdout.buffer.write(piece)


def _check(sql: str) -> None:
    """Refuse a query for which ClickHouse gives nothing, or not the form that was asked of it."""
    if not sql.strip("; \t\r\n"):
        raise Fatal("the query is empty")
    if clause := _FORMAT_CLAUSE.search(sql):
        raise Fatal(f"leave FORMAT out and use --format {clause[1]}")
