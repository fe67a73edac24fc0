"""`guiyi dead-letters`: list, look at and replay what could not be processed."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import Data
from schemas.dead_letter import DeadLetter

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_letters(
    data: Data = None,
    every: Annotated[bool, typer.Option("--all", help="also those already replayed")] = False,
    step: Annotated[str | None, typer.Option(help="only those that this step refused")] = None,
    since: Annotated[str | None, typer.Option(help="not older than 30m, 6h, 2d")] = None,
) -> None:
    """List dead letters, the oldest first: where they come from and why, never their content."""
    from rich.console import Console

    from pipeline.cli.failing import failing_clearly
    from pipeline.cli.rows import folding_table
    from pipeline.dead_letters.choosing import chosen, moment_ago

    with failing_clearly():
        after = None if since is None else moment_ago(since)
    table = folding_table("id", "failed at", "step", "topic", "why", "replayed")
    shown = chosen(_letters(data), step=step, since=after, also_replayed=every)
    for letter in shown:
        table.add_row(
            str(letter.dead_letter_id)[:8],
            f"{letter.failed_at:%m-%d %H:%M:%S}",
            letter.step,
            f"{letter.topic}/{letter.partition}@{letter.offset}",
            letter.failure.message,
            f"{letter.replayed_at:%m-%d %H:%M:%S}" if letter.replayed_at else "",
        )
    console = Console()
    if shown:
        console.print(table)
    console.print(f"{len(shown)} dead letter{'' if len(shown) == 1 else 's'}")


@app.command()
def show(
    letter_id: Annotated[str, typer.Argument(help="the id, or the beginning of it")],
    data: Data = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="print the original bytes, personal values too")
    ] = False,
) -> None:
    """Show one dead letter. Its content is shown by its shape unless --clear is given."""
    import sys

    from pipeline.cli.failing import failing_clearly
    from pipeline.dead_letters.register import find
    from schemas.personal import shape

    with failing_clearly():
        letter = find(_letters(data), letter_id)
    if clear:
        sys.stdout.buffer.write(letter.value_bytes)
        return
    typer.echo(letter.but(value="", key=None, headers={}).to_text())
    typer.echo(f"content: {shape(letter.value_bytes.decode(errors='replace'))}")


@app.command()
def replay(
    letter_ids: Annotated[list[str] | None, typer.Argument(help="ids; none: every one")] = None,
    data: Data = None,
    step: Annotated[str | None, typer.Option(help="only those that this step refused")] = None,
) -> None:
    """Put dead letters back on the topics they came from, as the same events."""
    from pipeline.cli.failing import failing_clearly
    from pipeline.dead_letters.register import DeadLetterWriter, find
    from pipeline.embedded.running import current_settings

    with failing_clearly():
        letters = _letters(data)
        chosen = (
            [find(letters, prefix) for prefix in letter_ids]
            if letter_ids
            else [letter for letter in letters if letter.replayed_at is None]
        )
        chosen = [letter for letter in chosen if step in {None, letter.step}]
        writer = DeadLetterWriter(current_settings(data))
        count = writer.replay(chosen)
        writer.close()
    typer.echo(f"{count} replayed")


@app.command()
def resume(data: Data = None) -> None:
    """Let workers and sinks go on that halted because of too many dead letters."""
    from pipeline.cli.failing import failing_clearly
    from pipeline.dead_letters.halts import lift_halts
    from pipeline.embedded.running import current_settings

    with failing_clearly():
        halts = lift_halts(current_settings(data))
    for halt in halts:
        typer.echo(f"{halt.group} may go on; it halted: {halt.reason}")
    if not halts:
        typer.echo("nothing has halted")


def _letters(data: Path | None) -> list[DeadLetter]:
    from pipeline.cli.failing import failing_clearly
    from pipeline.dead_letters.register import read_dead_letters
    from pipeline.embedded.running import current_settings

    with failing_clearly():
        return read_dead_letters(current_settings(data))
