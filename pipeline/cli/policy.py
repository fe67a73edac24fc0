"""`guiyi policy`: another policy or match model, first tried, then applied."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import Data

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from resolvers.criteria import Criteria
    from resolvers.recomputing import Difference
    from resolvers.store import IdentityStore
    from schemas.identity import Membership

app = typer.Typer(no_args_is_help=True)

PASSES = 3
"""Each account is copied, weighed and clustered; applying does not copy."""

PolicyFile = Annotated[
    Path, typer.Argument(metavar="POLICY.yaml", help="the policy", exists=True, dir_okay=False)
]
ModelFile = Annotated[
    Path | None,
    typer.Option("--model", help="the match model [default: GUIYI_MODEL_FILE's]", exists=True),
]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]


@app.command()
def diff(
    policy: PolicyFile, model: ModelFile = None, data: Data = None, as_json: AsJson = False
) -> None:
    """Show which profiles a policy or a match model would change. Nothing is changed."""
    from datetime import UTC, datetime

    from resolvers.recomputing import try_criteria

    with _graph(policy, model, data, passes=PASSES) as (settings, store, criteria, progress):
        difference = try_criteria(
            store, criteria, datetime.now(UTC), progress, folder=settings.data_dir
        )
    _print(difference, as_json)


@app.command()
def apply(
    policy: PolicyFile, model: ModelFile = None, data: Data = None, as_json: AsJson = False
) -> None:
    """Bring all profiles under a policy and a match model, as one change.

    Stop the workers before: one that follows other files would write by them again. Start them with
    the new ones, GUIYI_POLICY_FILE and GUIYI_MODEL_FILE; they tell the topics.
    """
    from datetime import UTC, datetime

    from resolvers.recomputing import apply_criteria

    with _graph(policy, model, data, passes=PASSES - 1) as (_, store, criteria, progress):
        difference = apply_criteria(store, criteria, datetime.now(UTC), progress)
    _print(difference, as_json)
    if not as_json:
        typer.echo("start the workers with these files: GUIYI_POLICY_FILE, GUIYI_MODEL_FILE")


@contextmanager
def _graph(
    policy: Path, model: Path | None, data: Path | None, *, passes: int
) -> "Iterator[tuple[Settings, IdentityStore, Criteria, Callable[[int], None]]]":
    from contextlib import closing

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn

    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.identity import criteria_of
    from resolvers.store import open_store

    settings = current_settings(data, may_be_stopped=True).model_copy(
        update={"policy_file": policy} | ({"model_file": model} if model else {})
    )
    bar = Progress("accounts", BarColumn(), TaskProgressColumn(), console=Console(stderr=True))
    with (
        failing_clearly(),
        closing(open_store(settings.identity_store_url, must_exist=True)) as store,
        bar,
    ):
        sizes = store.read(lambda transaction: transaction.whole.profile_sizes())
        accounts = sum(size * profiles for size, profiles in sizes.items())
        task = bar.add_task("accounts", total=passes * accounts)
        yield settings, store, criteria_of(settings), lambda more: bar.advance(task, more)


def _print(difference: "Difference", as_json: bool) -> None:  # noqa: FBT001
    from pipeline.cli.rows import print_rows

    if as_json:
        typer.echo(difference.to_text())
        return
    typer.echo(
        f"{difference.accounts:,} accounts: {difference.profiles_before:,} profiles → "
        f"{difference.profiles_after:,}; {difference.merged:,} merged away, "
        f"{difference.split:,} split, {difference.moved:,} accounts moved"
    )
    sizes = sorted(difference.sizes_before.keys() | difference.sizes_after.keys())
    print_rows(
        ("accounts in a profile", "profiles before", "after"),
        [
            (size, difference.sizes_before.get(size, 0), difference.sizes_after.get(size, 0))
            for size in sizes
        ],
    )
    for change in difference.examples:
        typer.echo(f"{change.kind}: {_sides(change.before)} → {_sides(change.after)}")
    typer.echo(f"policy {difference.policy_version}, model {difference.model_version or 'none'}")


def _sides(memberships: "Iterable[Membership]") -> str:
    return " | ".join(", ".join(each.accounts) for each in memberships)
