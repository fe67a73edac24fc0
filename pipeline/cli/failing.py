"""How a command ends in trouble: one clear line, and an exit code that is not 0."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

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
        raise typer.Exit(EXIT_AWAY if isinstance(error, Retry) else refused) from None
