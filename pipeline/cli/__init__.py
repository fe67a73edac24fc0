"""The command `guiyi`.

Each command lives in the module of its name and imports what it needs late, so that
`guiyi --help` answers at once.
"""

import os
from importlib.metadata import version
from typing import Annotated

import typer
from pydantic import ValidationError

from pipeline.cli import (
    connectors,
    dead_letters,
    demo,
    evaluate,
    importing,
    policy,
    profile,
    query,
    review,
    schemas,
    sink,
    status,
    train,
    up,
    why,
    worker,
)
from pipeline.settings import PREFIX, Settings, unknown_settings
from schemas.errors import Fatal
from schemas.faults import faults_of

app = typer.Typer(
    name="guiyi",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(connectors.app, name="connectors", help="What receives and polls the platforms.")
app.add_typer(dead_letters.app, name="dead-letters", help="What could not be processed.")
app.add_typer(importing.app, name="import", help="Bring in what lies in files.")
app.add_typer(policy.app, name="policy", help="Another policy: try it, then apply it.")
app.add_typer(profile.app, name="profile", help="Who a person is, as far as is known.")
app.add_typer(review.app, name="review", help="What a person has to decide.")
app.add_typer(schemas.app, name="schemas", help="The messages on the topics.")
app.command()(demo.demo)
app.command()(evaluate.evaluate)
app.command()(query.query)
app.command()(sink.sink)
app.command()(status.status)
app.command()(train.train)
app.command()(up.up)
app.command()(why.why)
app.command()(worker.worker)


EXIT_BROKEN = 1
EXIT_MISUSED = 2


def _tell_version(asked: bool) -> None:  # noqa: FBT001 (Typer's callback)
    if asked:
        typer.echo(f"guiyi {version('guiyi')}")
        raise typer.Exit


@app.callback()
def guiyi(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Its version.")
    ] = False,
) -> None:
    """Guiyi 归一: a streaming customer-event pipeline with identity resolution."""


def main() -> None:
    """Run the command line.

    A wrong setting ends it with a line for each, a broken connector of another package with one.
    """
    for problem in unknown_settings(os.environ):
        typer.secho(problem, err=True, fg="yellow")
    try:
        app()
    except Fatal as error:
        # Connectors are loaded with the modules that know them, before a command begins.
        typer.secho(str(error), err=True, fg="red")
        raise SystemExit(EXIT_BROKEN) from None
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        for fault in faults_of(error, Settings):
            name = "_".join(str(step) for step in fault.place).upper()
            typer.secho(f"{PREFIX}{name}: {fault.words}", err=True, fg="red")
        raise SystemExit(EXIT_MISUSED) from None
