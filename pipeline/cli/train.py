"""`guiyi train`: a match model from the accounts themselves."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import Data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.sdk.files.manifest import Summary
    from pipeline.settings import Settings
    from resolvers.accounts import AccountState
    from resolvers.policy import Policy


def train(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE.csv]...",
            help="CSV files to learn from [default: the accounts in the identity store]",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(help="where the model goes")] = Path("model.json"),
    mapping: Annotated[
        list[Path] | None,
        typer.Option(help="which column means what; one for all files, or one for each"),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(
            help="with the blocking rules [default: GUIYI_POLICY_FILE's; for files else proposed]"
        ),
    ] = None,
    policy_out: Annotated[
        Path | None,
        typer.Option(
            help="where the policy with proposed blocking rules goes, if it has none yet"
            " [default: policy.yaml beside the model]"
        ),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(help="what to compare; see deploy/identity [default: by the fields' names]"),
    ] = None,
    name: Annotated[str, typer.Option(help="of the model")] = "trained",
    data: Data = None,
) -> None:
    """Learn, without labels, what each agreement and disagreement between accounts says.

    Shows the weight of each level, and warns of what makes the model doubtful.
    """
    from rich.console import Console

    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.identity import identifier_types
    from pipeline.training import chart, learn, without_rules
    from resolvers.policy import load_policy
    from resolvers.training import load_plan

    with failing_clearly():
        for written in filter(None, (out, policy_out)):
            _check_folder(written)
        settings = current_settings(data, may_be_stopped=True)
        chosen = policy or settings.policy_file
        rules = load_policy(chosen)
        if files and chosen is None:
            rules = without_rules(rules)
        # Where the policy is only proposed, it is to be given the files' own types.
        types = None if chosen is None else identifier_types(rules)
        states = _states(files or [], mapping or [], types, settings)
        learned = learn(states, rules, None if plan is None else load_plan(plan), name)
        training = learned.training
        out.write_text(training.model.model_dump_json(indent=1) + "\n", encoding="utf-8")
    Console().print(chart(training))
    for warning in training.findings.warnings:
        _warn(warning)
    typer.echo(f"model: {out}")
    if not rules.blocking:
        written = policy_out or out.with_name("policy.yaml")
        _write(learned.policy, written)
        typer.echo(f"policy with {len(learned.policy.blocking)} blocking rules: {written}")


def _states(
    files: list[Path], mappings: list[Path], types: "Sequence[str] | None", settings: "Settings"
) -> "list[AccountState]":
    from contextlib import closing

    from connectors.crm.mapping_file import load_mapping
    from pipeline.training import states_in_files, states_in_store
    from resolvers.store import open_store

    if not files:
        url = settings.identity_store_url
        with closing(open_store(url, must_exist=True)) as store:
            return states_in_store(store)
    if len(mappings) not in {1, len(files)}:
        raise typer.BadParameter("one mapping for all files, or one for each", param_hint="mapping")
    each = mappings * len(files) if len(mappings) == 1 else mappings
    read = [
        (file, load_mapping(path, identifier_types=types))
        for file, path in zip(files, each, strict=True)
    ]
    return states_in_files(read, settings.default_region, _tell)


def _tell(file: Path, summary: "Summary") -> None:
    """Say what of a file is not learned from."""
    if summary.absent:
        _warn(f"{file}: no column for {', '.join(summary.absent)}")
    if summary.unread:
        _warn(f"{file}: columns the mapping does not speak of: {', '.join(summary.unread)}")
    if summary.rejected:
        _warn(f"{file}: {summary.rejected:,} rows that cannot be read are left out")


def _warn(text: str) -> None:
    typer.secho(text, err=True, fg="yellow")


def _check_folder(file: Path) -> None:
    """Before anything is learned.

    Raises:
        Fatal: when the file cannot be written where it is to go.
    """
    from schemas.errors import Fatal

    if not file.parent.is_dir():
        raise Fatal(f"{file}: there is no folder {file.parent}")
    if file.is_dir():
        raise Fatal(f"{file}: expected the name of a file, this is a folder")


def _write(policy: "Policy", path: Path) -> None:
    import yaml

    content = policy.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(f"# Blocking rules proposed by guiyi train.\n{text}", encoding="utf-8")
