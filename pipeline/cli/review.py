"""`guiyi review`: the pairs on which a person has to decide, and the decisions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from pipeline.cli.options import Data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from resolvers.clustering import Verdict
    from resolvers.reviewing import Review
    from schemas.identity import IdentityChange

app = typer.Typer(no_args_is_help=True)

Result = TypeVar("Result")

Limit = Annotated[int, typer.Option(min=1, help="so many at most")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON, one object a line")]
Left = Annotated[str, typer.Argument(help="an account id, such as weibo:global:1234567890")]
Right = Annotated[str, typer.Argument(help="another account id")]
By = Annotated[str, typer.Option(help="who decides; you, by the name of your login")]
Why = Annotated[str, typer.Option(help="the reason, for whoever asks later")]


@app.command("list")
def list_pairs(data: Data = None, limit: Limit = 20, as_json: AsJson = False) -> None:
    """List the pairs on which nobody has decided, the heaviest first."""
    from pipeline.cli.rows import print_rows

    pairs = _with(data, lambda review: review.undecided(limit))
    if as_json:
        for pair in pairs:
            typer.echo(pair.to_bytes().decode())
        return
    rows = [(f"{each.weight:.1f}", each.left, each.right) for each in pairs]
    print_rows(("bits", "left", "right"), rows)
    if pairs:
        typer.echo("`guiyi why LEFT RIGHT` explains a pair; `guiyi review accept|reject` decides.")


@app.command()
def accept(left: Left, right: Right, *, why: Why, by: By = "", data: Data = None) -> None:
    """Decide that two accounts are one person. Nothing but another decision undoes it."""
    from resolvers.clustering import Verdict

    _decide(data, left, right, Verdict.MUST_LINK, _said(by, why))


@app.command()
def reject(left: Left, right: Right, *, why: Why, by: By = "", data: Data = None) -> None:
    """Decide that two accounts are two persons, and split their profile if they share one."""
    from resolvers.clustering import Verdict

    _decide(data, left, right, Verdict.CANNOT_LINK, _said(by, why))


@app.command()
def withdraw(left: Left, right: Right, *, why: Why, by: By = "", data: Data = None) -> None:
    """Take back what was decided on two accounts: the evidence decides again."""
    said, named = _said(by, why), (left, right)
    _report(_with(data, lambda review: review.withdraw(left, right, **said), named=named))


@app.command()
def decisions(data: Data = None, limit: Limit = 20, as_json: AsJson = False) -> None:
    """List what was decided, the latest first: by whom, when and why."""
    from pipeline.cli.rows import print_rows

    found = _with(data, lambda review: review.decisions(limit))
    if as_json:
        for decision in found:
            typer.echo(decision.to_bytes().decode())
        return
    rows = [
        (f"{each.at:%Y-%m-%d %H:%M}", each.by, each.verdict or "withdrawn", each.left, each.right,
         each.why)
        for each in found
    ]  # fmt: skip
    print_rows(("at (UTC)", "by", "decision", "left", "right", "why"), rows)


def _decide(
    data: Path | None, left: str, right: str, verdict: "Verdict", said: dict[str, str]
) -> None:
    named = (left, right)
    _report(_with(data, lambda review: review.decide(left, right, verdict, **said), named=named))


def _said(by: str, why: str) -> dict[str, str]:
    import getpass

    return {"by": by or getpass.getuser(), "why": why}


def _with(
    data: Path | None, work: "Callable[[Review], Result]", *, named: "Sequence[str]" = ()
) -> Result:
    from contextlib import closing

    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.identity import resolver_on
    from resolvers.store import open_store
    from schemas.errors import Fatal

    settings = current_settings(data, may_be_stopped=True)
    with (
        failing_clearly(),
        closing(open_store(settings.identity_store_url, must_exist=True)) as store,
    ):
        known = store.read(lambda transaction: transaction.whole.profiles_of(named))
        for account_id in named:
            if account_id not in known:
                raise Fatal(f"no account {account_id} is known")
        return work(resolver_on(store, settings).review)


def _report(changes: "tuple[IdentityChange, ...]") -> None:
    for change in changes:
        profiles = ", ".join(str(each.profile_id) for each in change.after)
        typer.echo(f"{change.kind}: {profiles}")
    if not changes:
        typer.echo("noted; no profile changes by it")
