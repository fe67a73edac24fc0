"""A status on a terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.status.status import PartStatus, Status

NOTHING = "–"


def shown(status: Status) -> RenderableType:
    """The whole status; what needs somebody comes first."""
    return Group(*(Padding(each, (0, 0, 1, 0)) for each in _blocks(status)))


def _blocks(status: Status) -> Iterator[RenderableType]:
    yield _problems(status)
    yield _parts(status)
    yield _stages(status)
    if status.lag is not None:
        yield _lag(status)
    if status.dead_letters:
        yield _dead_letters(status)


def _problems(status: Status) -> Text:
    if not status.problems:
        return Text("all is well", style="green")
    return Text("\n".join(f"✗ {problem}" for problem in status.problems), style="red")


def _parts(status: Status) -> Table:
    table = _table("part", "at", "state", ">memory", "retries")
    for part in status.parts:
        state = Text("trouble", style="red") if part.trouble else Text("ready", style="green")
        table.add_row(part.name, part.address, state, _memory(part), _retries(part))
    return table


def _stages(status: Status) -> Table:
    numbers = (">in/s", ">out/s", ">batch", ">p50", ">p99", ">refused", ">dropped")
    table = _table("stage", "process", *numbers)
    for stage in status.stages:
        table.add_row(
            stage.name,
            stage.process,
            f"{stage.in_per_second:,.1f}",
            f"{stage.out_per_second:,.1f}",
            NOTHING if stage.batch_mean is None else f"{stage.batch_mean:,.0f}",
            _seconds(stage.p50_seconds),
            _seconds(stage.p99_seconds),
            _count(stage.refused),
            f"{stage.dropped:,}",
        )
    return table


def _lag(status: Status) -> Table:
    table = _table("group", "topic", ">behind", ">oldest")
    for lag in status.lag or ():
        behind = Text(f"{lag.messages:,}", style="yellow" if lag.messages else "dim")
        table.add_row(lag.group, lag.topic, behind, _seconds(lag.oldest_seconds))
    return table


def _dead_letters(status: Status) -> Table:
    at_least = "" if status.dead_letters_complete else "at least "
    table = _table("dead letters of step", ">waiting")
    for step, count in sorted((status.dead_letters or {}).items()):
        table.add_row(step, f"{at_least}{count:,}")
    return table


def _table(*columns: str) -> Table:
    """A `>` before a column's name sets its cells to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(
            column.removeprefix(">"), justify="right" if column.startswith(">") else "left"
        )
    return table


def _memory(part: PartStatus) -> str:
    return NOTHING if part.memory_bytes is None else f"{part.memory_bytes / 2**20:,.0f} MiB"


def _retries(part: PartStatus) -> str:
    retries = {service: count for service, count in (part.retries or {}).items() if count}
    return ", ".join(f"{service} {count:,}" for service, count in sorted(retries.items()))


def _count(number: int) -> Text:
    return Text(f"{number:,}", style="yellow" if number else "")


def _seconds(seconds: float | None) -> str:
    if not seconds:
        return NOTHING
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds:,.0f} s"
