"""`guiyi demo`: a brand's day through the whole line on the embedded stack."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    people: Annotated[
        int, typer.Option(min=100, help="about how many customers; a few do nothing on the day")
    ] = 2000,
    seed: Annotated[
        int, typer.Option(help="the same seed gives the same customers, who do the same")
    ] = 1,
    data: Annotated[
        Path | None,
        typer.Option(
            help="where it is kept; an earlier demo there is replaced; without: GUIYI_DATA_DIR/demo"
        ),
    ] = None,
    *,
    keep: Annotated[bool, typer.Option("--keep", help="leave the stack running")] = False,
) -> None:
    """Push a brand's day through the real connectors and show what comes out.

    Fails when an event was lost or is there twice, or when too many were taken for somebody else.
    """
    from contextlib import suppress

    from rich.console import Console

    from pipeline.cli.calling import as_called
    from pipeline.cli.failing import failing_clearly
    from pipeline.clickhouse import connect
    from pipeline.demo.clock import last_whole_day
    from pipeline.demo.day import make_day
    from pipeline.demo.directory import embedded_settings, prepare_directory
    from pipeline.demo.driving.sources import write_sources
    from pipeline.demo.performing import perform
    from pipeline.demo.report import show
    from pipeline.demo.serving import serving
    from pipeline.embedded.stack import Stack
    from pipeline.embedded.terminal import Terminal
    from pipeline.logs import leave_terminal_to_notices
    from pipeline.settings import Settings

    console = Console()
    leave_terminal_to_notices(Settings())
    data_dir = (data or Settings().data_dir / "demo").resolve()
    with failing_clearly():
        if prepare_directory(data_dir, people=people, seed=seed):
            console.print(
                f"replacing the earlier demo in {data_dir}", highlight=False, soft_wrap=True
            )
        day = make_day(people, seed, midnight=last_whole_day())
        console.print(
            f"[bold]A brand's day[/]: {len(set(day.truth.values())):,} people with "
            f"{len(day.truth):,} accounts on {len(day.events_by_platform)} platforms, "
            f"{day.events.total():,} events (seed {seed})"
        )
        with serving(day) as urls:
            sources = write_sources(data_dir, day.platforms, urls)
            settings = embedded_settings(data_dir, sources)
            with (
                Stack(settings, say=Terminal(console)) as stack,
                connect(stack.settings) as client,
            ):
                performance = perform(day, stack, client, console)
                show(performance, client, console)
                if keep:
                    console.print("The stack keeps running; Ctrl-C stops it.")
                    with suppress(KeyboardInterrupt):
                        stack.wait()
        write_sources(data_dir, day.platforms)
    guiyi = as_called()
    console.print(
        f"The data is in {data_dir}; the next demo there starts anew and replaces it.\n"
        f"Start its stack again:  {guiyi} up --data {data_dir}\n"
        f"and ask it more:        {guiyi} query 'SELECT …' --data {data_dir}",
        highlight=False,
        soft_wrap=True,
    )
    raise typer.Exit(0 if performance.is_right else 1)
