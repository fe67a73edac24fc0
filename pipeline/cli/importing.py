"""`guiyi import`: bring in what lies in files."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)


@app.command("csv")
def import_csv(
    file: Annotated[Path, typer.Argument(help="the export")],
    mapping: Annotated[Path, typer.Option(help="which column means what; see deploy/mappings")],
    rejected: Annotated[
        Path | None, typer.Option(help="where rejected rows go; else FILE.rejected.csv")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="instead of the mapping's, or of finding it out")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="read so many rows at most")] = None,
) -> None:
    """Import the CRM records of a CSV file. Importing the same file again changes nothing."""
    from connectors.sdk.publishing import Publisher  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415 (commands import late)
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn  # noqa: PLC0415

    from connectors.crm.importing import import_file  # noqa: PLC0415
    from connectors.crm.mapping_file import load_mapping  # noqa: PLC0415
    from pipeline.kafka import create_topics, producer_options  # noqa: PLC0415
    from pipeline.settings import Settings  # noqa: PLC0415
    from schemas.errors import Fatal, Retry  # noqa: PLC0415
    from schemas.topics import raw_topic  # noqa: PLC0415

    console = Console(stderr=True)
    settings = Settings()
    rejected = rejected or file.with_name(f"{file.name}.rejected.csv")
    try:
        reading = load_mapping(mapping, encoding=encoding)
        create_topics(settings, [raw_topic("crm")])
        with (
            Publisher(producer_options(settings)) as publisher,
            Progress(
                TextColumn(file.name), BarColumn(), DownloadColumn(), console=console
            ) as progress,
        ):
            bar = progress.add_task("rows")
            summary = import_file(
                file,
                reading,
                publisher,
                rejected_path=rejected,
                limit=limit,
                on_progress=lambda done, total: progress.update(bar, completed=done, total=total),
            )
    except Fatal as error:
        console.print(f"[red]{error}", highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error
    except Retry as error:
        console.print(f"[red]{error}", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error
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
