"""`guiyi up`: the embedded stack, until Ctrl-C."""

import signal
from pathlib import Path
from typing import Annotated

import typer

from pipeline.settings import Settings


def up(
    data: Annotated[
        Path | None, typer.Option(help="where everything is kept; without: GUIYI_DATA_DIR")
    ] = None,
) -> None:
    """Start every part on this machine and keep it running until Ctrl-C."""
    from rich.console import Console

    from pipeline.cli.failing import failing_clearly
    from pipeline.connector_server import configured_sources
    from pipeline.embedded.stack import Stack
    from pipeline.embedded.terminal import Terminal
    from pipeline.logs import leave_terminal_to_notices

    # A service manager's stop and a closed terminal are Ctrl-C too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup has it
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    console = Console()
    settings = Settings() if data is None else Settings(data_dir=data)
    leave_terminal_to_notices(settings)
    with failing_clearly():
        try:
            with Stack(settings, say=Terminal(console)) as stack:
                console.print(
                    f"[bold]up[/]: data and logs are in {stack.settings.data_dir}; Ctrl-C stops it",
                    soft_wrap=True,
                )
                if not configured_sources(stack.settings):
                    console.print(
                        f"{_no_sources(stack.settings)}: nothing is received or polled; "
                        "see deploy/connectors",
                        highlight=False,
                        markup=False,
                        soft_wrap=True,
                    )
                stack.wait()
        except KeyboardInterrupt:
            console.print("stopped")


def _no_sources(settings: Settings) -> str:
    if settings.connectors_file:
        return f"no accounts in {settings.connectors_file}"
    if (settings.data_dir / "connectors.yaml").exists():
        return f"no accounts in {settings.data_dir / 'connectors.yaml'}"
    return f"no connectors.yaml in {settings.data_dir}"
