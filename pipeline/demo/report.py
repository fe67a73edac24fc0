"""What a visitor sees at the end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console, Group
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from pipeline.clickhouse import Client
from pipeline.demo.performing import PRECISION_FLOOR, Performance
from pipeline.demo.queries import QUERIES, RICHEST_PROFILE
from pipeline.demo.reconciling import of_platform
from resolvers.evaluation import PairScores, pair_scores


def show(performance: Performance, client: Client, console: Console) -> None:
    """Print the figures, one profile, and some queries with their answers."""
    console.print(events_table(performance), identity_table(performance), sep="\n")
    console.print(profile_table(*client.table(RICHEST_PROFILE)))
    for question, sql in QUERIES.items():
        columns, rows = client.table(sql)
        statement = Syntax(sql, "sql", background_color="default", word_wrap=True)
        console.print(Group(Text(question, style="bold"), statement, answer_table(columns, rows)))
    if not performance.is_right:
        console.print(
            "[red]Events were lost, are there twice or have a profile though they are nobody's, or "
            f"precision is below {PRECISION_FLOOR}."
        )


def events_table(performance: Performance) -> Table:
    """Events in and out, a line for each platform."""
    table = Table(
        title="Events in and out",
        caption="Platforms deliver some events twice: delivered minus distinct are repeats. "
        "Arrived is what ClickHouse holds, nobody's of it what has no person, such as reviews. "
        f"{performance.rejected_rows} rows of the CRM's file were rejected, as meant: a total, and "
        "one that has lost its number.",
        title_justify="left",
        caption_justify="left",
        pad_edge=False,
    )
    table.add_column("platform", no_wrap=True)
    for name in ("delivered", "distinct", "arrived", "nobody's", "lost", "extra"):
        table.add_column(name, justify="right")
    for platform, balance in performance.balances.items():
        table.add_row(
            platform,
            f"{performance.deliveries[platform]:,}",
            f"{balance.sent:,}",
            f"{balance.arrived:,}",
            f"{of_platform(performance.outcome.anonymous, platform).total():,}",
            _bad_if_any(balance.lost),
            _bad_if_any(balance.surplus),
        )
    return table


def identity_table(performance: Performance) -> Table:
    """Accounts joined into profiles, beside no joining at all and the truth."""
    truth = performance.day.truth
    table = Table(
        title="Who is who: pairs of accounts that are one person",
        caption="The wrong pairs are people who share a phone, a browser or a nickname. Recall is "
        "bounded: in live rooms and under posts a nickname is all that is known of a person, and "
        "many shops and browsers state nothing that another account of the person states too.",
        title_justify="left",
        caption_justify="left",
    )
    table.add_column("")
    for name in ("profiles", "precision", "recall"):
        table.add_column(name, justify="right")
    table.add_row(
        "Guiyi", f"{performance.outcome.customers:,}", *_shares(performance.scores), style="bold"
    )
    table.add_row("no resolution", f"{len(truth):,}", *_shares(pair_scores(truth, {})))
    table.add_row("the truth", f"{len(set(truth.values())):,}", "1.0000", "1.0000", style="dim")
    return table


def profile_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """The profile in the only row, a line for each field that has a value."""
    table = Table(
        title="One profile in full, the customer's personal values masked",
        title_justify="left",
    )
    table.add_column("field")
    table.add_column("value", overflow="fold")
    for column, value in zip(columns, *rows, strict=True):
        if value not in ("", "{}", [], {}):
            table.add_row(column, _shown(value))
    return table


def answer_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """The answer to a query, as text: what customers write is no markup."""
    table = Table(*columns)
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row))
    return table


def _shown(value: object) -> Text:
    """A value as lines: an array's elements, a map's entries."""
    if isinstance(value, dict):
        return Text("\n".join(f"{name}: {_one_line(one)}" for name, one in value.items()))
    if isinstance(value, list):
        return Text("\n".join(map(_one_line, value)))
    return Text(_one_line(value))


def _one_line(value: object) -> str:
    """An identifier with its scope and the beginning of its hash; anything else as it is."""
    if not isinstance(value, dict):
        return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
    scope = f" in {value['scope']}" if value.get("scope") else ""
    digest = f" #{value['hash'][:8]}…" if value.get("hash") else ""
    return f"{value['type']}: {value['value']}{scope}{digest}"


def _shares(scores: PairScores) -> tuple[str, str]:
    return f"{scores.precision:.4f}", f"{scores.recall:.4f}"


def _bad_if_any(count: int) -> str:
    return f"[red]{count:,}[/]" if count else "0"
