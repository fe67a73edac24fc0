"""How a command ends in trouble: one clear line, and an exit code that is not 0."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from pipeline.dead_letters.halted import EXIT_HALTED, Halted
from pipeline.logs import last_line
from pipeline.settings import Settings
from schemas.errors import GuiyiError, Retry

EXIT_REFUSED = 1
EXIT_AWAY = 75
"""A service is away: sysexits.h's temporary failure."""


@contextmanager
def failing_clearly(refused: int = EXIT_REFUSED) -> Iterator[None]:
    """Turn this product's errors into a line on stderr. Anything else is a bug and shows itself.

    Args:
        refused: the exit code where trying again would not help.
    """
    try:
        yield
    except GuiyiError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(_exit_code(error, refused)) from None


@contextmanager
def ending_in_the_log(settings: Settings) -> Iterator[None]:
    """Do so for a process whose stderr is its log."""
    try:
        yield
    except GuiyiError as error:
        typer.echo(last_line(settings, error), err=True)
        raise typer.Exit(_exit_code(error)) from None


def _exit_code(error: GuiyiError, refused: int = EXIT_REFUSED) -> int:
    match error:
        case Halted():
            return EXIT_HALTED
        case Retry():
            return EXIT_AWAY
        case _:
            return refused
