"""What a visitor sees at the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.pretty import Pretty
from rich.table import Table

from pipeline.demo.reconciling import Balance
from pipeline.demo.scoring import PairScores


def events_table(deliveries: Mapping[str, int], balances: Mapping[str, Balance]) -> Table:
    """Events in and out, a line for each platform."""
    table = Table(title="Events in and out", title_justify="left")
    table.add_column("platform")
    for name in ("delivered", "distinct", "in ClickHouse", "lost", "too many"):
        table.add_column(name, justify="right")
    for platform, balance in balances.items():
        table.add_row(
            platform,
            f"{deliveries[platform]:,}",
            f"{balance.sent:,}",
            f"{balance.arrived:,}",
            _bad_if_any(balance.lost),
            _bad_if_any(balance.surplus),
        )
    return table


def identity_table(
    scores: PairScores, baseline: PairScores, *, people: int, customers: int, accounts: int
) -> Table:
    """Accounts joined into profiles, beside no joining at all and the truth."""
    table = Table(title="Who is who: pairs of accounts joined", title_justify="left")
    table.add_column("")
    for name in ("profiles", "precision", "recall"):
        table.add_column(name, justify="right")
    table.add_row("Guiyi", f"{customers:,}", *_shares(scores), style="bold")
    table.add_row("no resolution", f"{accounts:,}", *_shares(baseline))
    table.add_row("the truth", f"{people:,}", "", "", style="dim")
    return table


def answer_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """The answer to a query."""
    table = Table()
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(str(value) for value in row))
    return table


def profile_table(columns: Sequence[str], row: Sequence[Any]) -> Table:
    """One profile, a line for each field that has a value."""
    table = Table(title="One profile, personal values masked", title_justify="left")
    table.add_column("field")
    table.add_column("value", overflow="fold")
    for column, value in zip(columns, row, strict=True):
        if value not in ("", [], {}, "{}"):
            table.add_row(column, _shown(value))
    return table


def _shown(value: object) -> RenderableType:
    return Pretty(value) if isinstance(value, list | dict | tuple) else str(value)


def _shares(scores: PairScores) -> tuple[str, str]:
    return f"{scores.precision:.4f}", f"{scores.recall:.4f}"


def _bad_if_any(count: int) -> str:
    return f"[red]{count:,}[/]" if count else "0"
