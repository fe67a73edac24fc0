"""`guiyi import`: bring in what lies in files."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pipeline.cli.options import Data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connectors.sdk.files.export import Export
    from connectors.sdk.files.manifest import Summary
    from resolvers.policy import Policy

app = typer.Typer(no_args_is_help=True)

EXIT_STOPPED = 130
EXIT_UNUSABLE = 2
"""The file or the mapping cannot be used at all. Rejected rows are no failure."""


@app.callback()
def _files() -> None:
    """Bring in what lies in files."""


File = Annotated[Path, typer.Argument(help="the export", exists=True, dir_okay=False)]
RejectedFile = Annotated[
    Path | None,
    typer.Option("--rejected", help="where rejected rows go [default: FILE.rejected.csv]"),
]
Again = Annotated[
    bool, typer.Option("--again", help="from the beginning, also what was imported before")
]
Limit = Annotated[int | None, typer.Option(min=1, help="read so many rows at most")]


@app.command("csv")
def import_csv(
    file: File,
    *,
    mapping: Annotated[
        Path,
        typer.Option(
            help="which column means what; see deploy/mappings", exists=True, dir_okay=False
        ),
    ],
    rejected: RejectedFile = None,
    encoding: Annotated[
        str | None, typer.Option(help="instead of the mapping's, or of finding it out")
    ] = None,
    limit: Limit = None,
    again: Again = False,
    data: Data = None,
) -> None:
    """Import the CRM records of a CSV file.

    An import that was stopped goes on where it was when it is started again. A file that was
    imported whole is not read once more; with --again it is, and changes nothing.
    """
    from connectors.crm.export import CrmExport
    from connectors.crm.mapping_file import load_mapping
    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from resolvers.policy import load_policy

    with failing_clearly(refused=EXIT_UNUSABLE), _told_when_stopped():
        reading = load_mapping(mapping, encoding=encoding)
        policy = load_policy(current_settings(data).policy_file)
        _import(file, CrmExport(reading), How(rejected, limit, again), data)
    for name in unknown_types(reading.identifiers, policy):
        typer.echo(f"identifiers.{name} is not a type of the policy: it links nobody")


@app.command("comments")
def import_comments(
    file: File,
    *,
    rejected: RejectedFile = None,
    encoding: Annotated[str | None, typer.Option(help="instead of finding it out")] = None,
    limit: Limit = None,
    again: Again = False,
    data: Data = None,
) -> None:
    """Import comments of any platform from a CSV file.

    Its columns, in any order: platform, content_id, comment_id, parent_comment_id, author_id,
    author_name, text, like_count, created_at, exported_at. Platform, comment_id and created_at must
    hold a value; a comment without author_id is anonymous. One that another file held is the same.
    """
    from connectors.comments.export import CommentsExport
    from pipeline.cli.failing import failing_clearly

    with failing_clearly(refused=EXIT_UNUSABLE), _told_when_stopped():
        _import(file, CommentsExport(encoding), How(rejected, limit, again), data)


@app.command("wecom")
def import_wecom(
    file: File,
    *,
    corp_id: Annotated[str, typer.Option(help="the CorpID of the corporation whose file it is")],
    open_platform: Annotated[
        str, typer.Option(help="its Open Platform account, as connectors.yaml names it")
    ] = "",
    rejected: RejectedFile = None,
    limit: Limit = None,
    again: Again = False,
    data: Data = None,
) -> None:
    """Import decrypted messages of WeCom's archive from a file of JSON lines.

    A line is a message as WeCom's native library decrypts it, or the request and the response of
    unionid_to_external_userid. A message that another file held is the same.
    """
    from connectors.wecom.export import WecomExport
    from pipeline.cli.failing import failing_clearly

    with failing_clearly(refused=EXIT_UNUSABLE), _told_when_stopped():
        _import(file, WecomExport(corp_id, open_platform), How(rejected, limit, again), data)


@app.command("file")
def import_file_of(
    platform: Annotated[str, typer.Argument(help="as `guiyi connectors list` names it")],
    file: File,
    *,
    source: Annotated[str, typer.Option(help="what its events name as their source")],
    rejected: RejectedFile = None,
    limit: Limit = None,
    again: Again = False,
    data: Data = None,
) -> None:
    """Import a CSV file of a platform whose connector says what its rows mean."""
    from connectors.registry import PLATFORMS
    from pipeline.cli.failing import failing_clearly
    from schemas.errors import Fatal

    with failing_clearly(refused=EXIT_UNUSABLE), _told_when_stopped():
        known = PLATFORMS.get(platform)
        if known is None or known.export is None:
            names = ", ".join(name for name, each in PLATFORMS.items() if each.export)
            raise Fatal(
                f"{platform}: no platform with files of its own; there is {names or 'none'}"
            )
        _import(file, known.export(source), How(rejected, limit, again), data)


class How(NamedTuple):
    """How a file is imported, as its options say."""

    rejected: Path | None
    limit: int | None
    again: bool


def _import(file: Path, export: "Export", how: How, data: Path | None) -> None:
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
        cluster_id,
        create_topics,
        producer_options,
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
        with closing(Publisher(producer_options(settings))) as publisher:
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
def _told_when_stopped() -> "Iterator[None]":
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("stopped; the same command goes on after what the broker confirmed", err=True)
        raise typer.Exit(EXIT_STOPPED) from None


def unknown_types(names: "Iterable[str]", policy: "Policy") -> list[str]:
    """The identifier types that the policy does not name and, by its default, links nobody by."""
    if policy.default.strength == "strong":
        return []
    return [name for name in names if name not in policy.identifiers]


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
