"""The stack's notices as lines on a terminal."""

from rich.console import Console
from rich.markup import escape

from pipeline.embedded.notices import (
    Abandoned,
    Died,
    Forgotten,
    Halted,
    Notice,
    PortTaken,
    Stopped,
    Up,
)


class Terminal:
    """Prints each notice as a line or two."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, notice: Notice) -> None:
        """Print it."""
        self._console.print(line(notice), highlight=False, soft_wrap=True)


_ABANDONED = (
    "  the stack before was killed: what its broker had accepted and nobody had processed is lost, "
    "and so are its dead letters. Whoever sent it must send it again; until then profiles may "
    "count events that customer_events lacks"
)


def line(notice: Notice) -> str:  # noqa: PLR0911 (one for each kind)
    """The notice in rich's markup."""
    match notice:
        case PortTaken(name, taken, held_by, chosen):
            return (
                f"[yellow]![/] {name}: port {taken} is in use by {escape(held_by)}, using {chosen}"
            )
        case Up(name, address, pid, seconds):
            return f"[green]✓[/] {name:<11} {address:<24} [dim]pid {pid:<7} {seconds:.1f} s[/]"
        case Died(name, reason, delay, last_line, log):
            return (
                f"[red]✗[/] {name:<11} {escape(reason)}; starting it again in {delay:.1f} s\n"
                f"  {escape(f'{log}: {last_line}')}"
            )
        case Halted(name, last_line):
            return f"[red]✗[/] {name:<11} has halted; all else goes on\n  {escape(last_line)}"
        case Abandoned():
            return _ABANDONED
        case Forgotten():
            return _forgotten(notice)
        case Stopped(name, killed):
            return f"[dim]■ {name:<11} {'stopped by force' if killed else 'stopped'}[/]"


def _forgotten(notice: Forgotten) -> str:
    if notice.messages is None:
        return "  lost with the broker: all unprocessed messages and all dead letters"
    return (
        f"  lost with the broker: {notice.messages} unprocessed messages (as of "
        f"{notice.seconds_ago:.0f} s ago), anything accepted after that, and all dead letters"
    )
