"""`guiyi status`: how the deployment is doing."""

from typing import Annotated

import typer

from pipeline.cli.options import Data

ONCE_SECONDS = 1.0
"""Between the two looks that a single status needs for its rates."""


def status(
    *,
    data: Data = None,
    once: Annotated[bool, typer.Option("--once", help="print it once and end")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="print it once, as JSON for programs")
    ] = False,
    every: Annotated[float, typer.Option(min=0.2, help="seconds from one look to the next")] = 2.0,
) -> None:
    """Show what is up, rates, latency, lag and dead letters, live; q or Ctrl-C ends it."""
    import sys
    import time
    from contextlib import suppress

    from rich.console import Console

    from pipeline.cli.failing import failing_clearly
    from pipeline.embedded.running import current_settings
    from pipeline.logs import leave_terminal_to_notices
    from pipeline.status.comparing import status_of
    from pipeline.status.looking import Observer
    from pipeline.status.table import shown
    from pipeline.status.watching import watch

    console = Console()
    with failing_clearly(), suppress(KeyboardInterrupt):
        settings = current_settings(data)
        leave_terminal_to_notices(settings)
        with Observer(settings) as observer:
            if not (once or as_json or not console.is_terminal):
                watch(observer, console, every)
                return
            before = observer.look()
            time.sleep(ONCE_SECONDS)
            seen = status_of(before, observer.look())
        if as_json:
            sys.stdout.buffer.write(seen.to_json() + b"\n")
        else:
            console.print(shown(seen))
