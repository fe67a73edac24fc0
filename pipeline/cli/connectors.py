"""`guiyi connectors`: run, list and describe what receives and polls the platforms."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from connectors.sdk.listener import Listener
    from connectors.sdk.poller import Poller

app = typer.Typer(no_args_is_help=True)


@app.command()
def run(
    names: Annotated[
        list[str] | None, typer.Argument(help="platforms or platform/account; all without")
    ] = None,
) -> None:
    """Receive and poll the configured accounts until stopped."""
    from pipeline.cli.failing import ending_in_the_log
    from pipeline.connector_server import run_connectors
    from pipeline.logs import configure_logs
    from pipeline.settings import Settings

    settings = Settings()
    configure_logs(settings)
    with ending_in_the_log(settings):
        run_connectors(settings, names or ())


@app.command("list")
def list_() -> None:
    """List the platforms, and the accounts configured on each."""
    from rich.console import Console

    from connectors.registry import PLATFORMS
    from connectors.sdk.tokens import Tokens
    from pipeline.cli.failing import failing_clearly
    from pipeline.cli.rows import folding_table
    from pipeline.connector_server import configured_sources
    from pipeline.settings import Settings

    settings = Settings()
    with failing_clearly():
        sources = configured_sources(settings)
    tokens = Tokens(settings.tokens_file)
    table = folding_table("platform", "account", "receives at", "polls", "listens to")
    for platform in PLATFORMS.values():
        own = [source for source in sources if source.platform == platform.name]
        for source in own:
            path = f"/{source.key}" if source.receiver() else ""
            polled = _last_names(source.pollers(tokens))
            table.add_row(
                platform.name, source.name, path, polled, _last_names(source.listeners(tokens))
            )
        if not own:
            table.add_row(platform.name, "", "", "" if platform.source else "from files", "")
    Console().print(table)


def _last_names(named: "Sequence[Poller | Listener]") -> str:
    return ", ".join(each.name.rpartition("/")[2] for each in named)


@app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(help="platforms or platform/account; all without")
    ] = None,
) -> None:
    """Try credentials, and whether the platforms answer. Nothing is published, no cursor moves."""
    import asyncio

    from rich.console import Console
    from rich.markup import escape

    from connectors.sdk.cursors import Cursors
    from connectors.sdk.tokens import Tokens
    from pipeline.cli.failing import failing_clearly
    from pipeline.cli.rows import folding_table
    from pipeline.connector_check import check_sources
    from pipeline.connector_server import configured_sources
    from pipeline.settings import Settings
    from schemas.errors import Fatal

    settings = Settings()
    with failing_clearly():
        sources = configured_sources(settings, names or ())
        if not sources:
            raise Fatal("no account is configured: see deploy/connectors")
        cursors, tokens = Cursors(settings.cursors_file), Tokens(settings.tokens_file)
        findings = asyncio.run(check_sources(sources, cursors, tokens))
    table = folding_table("account", "what", "", "says")
    for finding in findings:
        state = "[green]ok[/]" if finding.is_well else "[red]trouble[/]"
        table.add_row(finding.source, finding.what, state, escape(finding.said))
    Console().print(table)
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


class Kind(StrEnum):
    """How a new connector hears of events."""

    WEBHOOK = "webhook"
    POLL = "poll"
    FILE = "file"


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="of the platform: lower-case letters, digits, _")],
    *,
    kind: Annotated[Kind, typer.Option(help="the platform calls, is asked, or exports files")],
    into: Annotated[
        Path,
        typer.Option(help="a folder for a package of its own, or the root of Guiyi's repository"),
    ] = Path(),
) -> None:
    """Write a small connector to begin with, and its tests, which pass."""
    from pipeline.cli.failing import failing_clearly
    from pipeline.new_connector.writing import write_connector

    with failing_clearly():
        places = write_connector(name, kind.value, into)
    typer.echo(f"{places.package} and its tests in {places.tests} are written. Next:")
    for step in places.next_steps:
        typer.echo(f"  {step}")


@app.command()
def describe(
    name: Annotated[str, typer.Argument(help="a platform, as `guiyi connectors list` names it")],
) -> None:
    """Print what is known of a platform: its notes, its settings, and what its types mean."""
    from importlib import import_module

    from rich.console import Console
    from rich.markup import escape

    from connectors.registry import PLATFORMS
    from connectors.sdk.reading import Ignored
    from pipeline.cli.rows import folding_table
    from pipeline.cli.source_settings import settings_of
    from schemas.faults import no_such

    platform = PLATFORMS.get(name)
    if platform is None:
        typer.secho(f"{name}: {no_such('platform', name, [*PLATFORMS])}", err=True, fg="red")
        raise typer.Exit(1)
    console = Console()
    module = platform.read.__module__
    console.print(import_module(module.rpartition(".")[0] or module).__doc__, markup=False)
    if platform.source is not None:
        settings = folding_table("setting", "type = default", "meaning")
        settings.columns[0].no_wrap = True  # names are copied from here
        for setting in settings_of(platform.source):
            stated = f"{setting.type} = {setting.default}" if setting.default else setting.type
            settings.add_row(setting.name, escape(stated), escape(setting.meaning))
        console.print(settings)
        console.print("A secret is stated as ${VARIABLE} or file:PATH.", markup=False)
    meanings = folding_table("platform type", "event type")
    for platform_type, meaning in platform.event_types.items():
        text = f"ignored: {meaning.reason}" if isinstance(meaning, Ignored) else str(meaning)
        meanings.add_row(platform_type, text)
    console.print(meanings)
