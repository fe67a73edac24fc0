"""`guiyi profile`: the golden record of one person."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from pipeline.cli.options import Data

if TYPE_CHECKING:
    from rich.table import Table

    from schemas.profile import Profile

app = typer.Typer(no_args_is_help=True)


@app.callback()
def profile() -> None:
    """Keep `show` a command of its own."""


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="a profile id, or the id of one of its accounts")],
    *,
    data: Data = None,
    clear: Annotated[bool, typer.Option("--clear", help="show personal values unmasked")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Show a profile as the identity store has it now."""
    from rich.console import Console

    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.flow.hash_key import hash_key
    from pipeline.flow.masking import Masking
    from pipeline.identity import existing_resolver

    settings = current_settings(data, may_be_stopped=True)
    with failing_clearly(), existing_resolver(settings) as resolver:
        found = resolver.profile(_profile_id(name) or name)
    if found is None:
        typer.secho(
            f"no profile or account {name} is known; an account's id is platform:source:id, such "
            "as weibo:global:1234567890, and a profile that was merged away has another id",
            err=True,
            fg="red",
        )
        raise typer.Exit(1)
    shown = found if clear else Masking(hash_key(settings)).profile(found)
    if as_json:
        typer.echo(shown.to_text())
    else:
        Console().print(_table(shown))


def _profile_id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def _table(profile: "Profile") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"profile {profile.profile_id}, version {profile.version}")
    for heading in ("what", "value", "from"):
        table.add_column(heading, overflow="fold")

    def add(what: str, value: object, source: str = "") -> None:
        # As text: what customers write is not markup.
        table.add_row(Text(what), Text(str(value)), Text(source))

    add("first seen", f"{profile.first_seen:%Y-%m-%d %H:%M:%S %Z}")
    add("last seen", f"{profile.last_seen:%Y-%m-%d %H:%M:%S %Z}")
    for account in profile.accounts:
        add("account", account.account_id, account.platform)
    for each in profile.identifiers:
        scope = f" ({each.scope})" if each.scope else ""
        add(each.type + scope, each.value, ", ".join(each.accounts))
    for name, trait in profile.traits.items():
        add(name, trait.value, trait.account_id)
    for name, count in profile.counters.items():
        add(name, f"{count:,}")
    for purpose, given in profile.consent.items():
        add(f"consent: {purpose}", "given" if given else "withdrawn")
    add("policy", profile.policy_version)
    return table
