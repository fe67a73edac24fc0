"""`guiyi import`: bring in what lies in files."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.import_run import How, import_as, told_when_stopped
from pipeline.cli.options import Data

app = typer.Typer(no_args_is_help=True)

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

    An identifier that the policy (GUIYI_POLICY_FILE) does not name is refused where it would link
    nobody. An import that was stopped goes on where it was when it is started again. A file that
    was imported whole is not read once more; with --again it is, and changes nothing.
    """
    from connectors.crm.export import CrmExport
    from connectors.crm.mapping_file import load_mapping
    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.identity import identifier_types
    from resolvers.policy import load_policy

    with failing_clearly(refused=EXIT_UNUSABLE), told_when_stopped():
        policy_file = current_settings(data, may_be_stopped=True).policy_file
        types = identifier_types(load_policy(policy_file))
        reading = load_mapping(mapping, encoding=encoding, identifier_types=types)
        import_as(file, CrmExport(reading), How(rejected, limit, again), data)


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

    with failing_clearly(refused=EXIT_UNUSABLE), told_when_stopped():
        import_as(file, CommentsExport(encoding), How(rejected, limit, again), data)


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

    with failing_clearly(refused=EXIT_UNUSABLE), told_when_stopped():
        import_as(file, WecomExport(corp_id, open_platform), How(rejected, limit, again), data)


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

    with failing_clearly(refused=EXIT_UNUSABLE), told_when_stopped():
        known = PLATFORMS.get(platform)
        if known is None or known.export is None:
            names = ", ".join(name for name, each in PLATFORMS.items() if each.export)
            raise Fatal(
                f"{platform}: no connector of another package with files of its own; there is "
                f"{names or 'none'} (ours: guiyi import csv, comments, wecom)"
            )
        import_as(file, known.export(source), How(rejected, limit, again), data)
