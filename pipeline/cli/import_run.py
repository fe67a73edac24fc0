"""The import of one file, with a bar, and what is told of it."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.sdk.files.export import Export
    from connectors.sdk.files.manifest import Summary

EXIT_STOPPED = 130


class How(NamedTuple):
    """How a file is imported, as its options say."""

    rejected: Path | None
    limit: int | None
    again: bool


def import_as(file: Path, export: "Export", how: How, data: Path | None) -> None:
    """Import a file into its platform's topic, with a bar, and tell what came of it.

    Raises:
        Fatal, Retry: as `connectors.sdk.files.importing.import_file`.
    """
    from contextlib import closing
    from functools import partial

    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    from connectors.sdk.cursors import Cursors
    from connectors.sdk.files.importing import import_file
    from connectors.sdk.files.resuming import WhereItStopped
    from connectors.sdk.publisher import Publisher
    from pipeline.embedded.running import current_settings
    from pipeline.kafka import (
        COMMAND_PATIENCE_SECONDS,
        aiokafka_producer_options,
        cluster_id,
        create_topics,
    )
    from schemas.topics import raw_topic

    rejected = how.rejected or file.with_name(f"{file.name}.rejected.csv")
    settings = current_settings(data)
    bar = Progress(
        TextColumn(file.name), BarColumn(), DownloadColumn(), console=Console(stderr=True)
    )
    with bar:
        create_topics(
            settings, [raw_topic(export.platform)], patience_seconds=COMMAND_PATIENCE_SECONDS
        )
        task = bar.add_task("rows", total=None)
        with closing(Publisher(aiokafka_producer_options(settings))) as publisher:
            summary = import_file(
                file,
                export,
                publisher,
                rejected_path=rejected,
                limit=how.limit,
                resume=partial(
                    WhereItStopped,
                    Cursors(settings.cursors_file),
                    cluster_id(settings),
                    again=how.again,
                ),
                on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    if summary.finished_before:
        typer.echo("imported before, whole and in the same way; --again does it once more")
        return
    _report(summary)
    if summary.rejected:
        typer.echo(f"rejected rows: {rejected}")


@contextmanager
def told_when_stopped() -> "Iterator[None]":
    """Say to whoever stops an import how it goes on."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("stopped; the same command goes on after what the broker confirmed", err=True)
        raise typer.Exit(EXIT_STOPPED) from None


def _report(summary: "Summary") -> None:
    typer.echo(
        f"{_counted(summary.imported, 'record')} imported, {summary.rejected:,} rejected, "
        f"{_counted(summary.empty, 'empty row')} ({summary.encoding})"
    )
    if summary.resumed:
        typer.echo(
            f"{_counted(summary.resumed, 'record')} of them by an earlier import that stopped"
        )
    if summary.absent:
        typer.echo(f"no column in the file for: {', '.join(summary.absent)}")
        if any(name.startswith("identifiers.") for name in summary.absent):
            typer.secho(
                "what earlier records stated of these identifiers holds no longer: a record is a "
                "snapshot of all that is known",
                err=True,
                fg="yellow",
            )
    if summary.unread:
        typer.echo(f"columns the mapping does not speak of: {', '.join(summary.unread)}")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
