"""`guiyi import`: bring in what lies in files."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)

EXIT_UNUSABLE = 2
"""The file or the mapping cannot be used at all. Rejected rows are no failure."""


@app.callback()
def _files() -> None:
    """Bring in what lies in files."""


@app.command("csv")
def import_csv(
    file: Annotated[Path, typer.Argument(help="the export", exists=True, dir_okay=False)],
    *,
    mapping: Annotated[
        Path,
        typer.Option(
            help="which column means what; see deploy/mappings", exists=True, dir_okay=False
        ),
    ],
    rejected: Annotated[
        Path | None, typer.Option(help="where rejected rows go [default: FILE.rejected.csv]")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="instead of the mapping's, or of finding it out")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="read so many rows at most")] = None,
    data: Annotated[
        Path | None, typer.Option(help="the data directory of the running stack")
    ] = None,
) -> None:
    """Import the CRM records of a CSV file. Importing the same file again changes nothing."""
    from contextlib import closing

    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    from connectors.crm.importing import import_file
    from connectors.crm.mapping_file import load_mapping
    from connectors.sdk.publisher import Publisher
    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.kafka import create_topics, producer_options
    from schemas.topics import raw_topic

    rejected = rejected or file.with_name(f"{file.name}.rejected.csv")
    bar = Progress(
        TextColumn(file.name), BarColumn(), DownloadColumn(), console=Console(stderr=True)
    )
    with failing_clearly(refused=EXIT_UNUSABLE), bar:
        reading = load_mapping(mapping, encoding=encoding)
        settings = current_settings(data)
        create_topics(settings, [raw_topic("crm")])
        task = bar.add_task("rows", total=None)
        with closing(Publisher(producer_options(settings))) as publisher:
            summary = import_file(
                file,
                reading,
                publisher,
                rejected_path=rejected,
                limit=limit,
                on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    typer.echo(
        f"{summary.imported} records imported, {summary.rejected} rejected, "
        f"{summary.empty} empty rows ({summary.encoding})"
    )
    if summary.rejected:
        typer.echo(f"rejected rows: {rejected}")
    if summary.absent:
        typer.echo(f"no column in the file for: {', '.join(summary.absent)}")
    if summary.unread:
        typer.echo(f"columns the mapping does not speak of: {', '.join(summary.unread)}")
