"""`guiyi schemas`: the JSON Schemas of everything that travels."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)


@app.command()
def export(
    directory: Annotated[Path, typer.Argument(help="where one file for each topic is written")],
) -> None:
    """Write the JSON Schema of every topic's messages."""
    from schemas.export import export_schemas

    for path in export_schemas(directory):
        typer.echo(str(path))
