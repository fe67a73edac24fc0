"""A small day of the demo's brand on a stack, and what ClickHouse holds of it in the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.clickhouse import connect
from pipeline.demo.day import Day, make_day
from pipeline.demo.directory import embedded_settings
from pipeline.demo.driving.driver import push_day
from pipeline.demo.driving.sources import write_sources
from pipeline.demo.platforms import SOCIAL
from pipeline.demo.serving import serving
from pipeline.embedded.stack import Stack

DRAIN_SECONDS = 120


@dataclass(frozen=True)
class Result:
    """What analysts see, without what is chance: profile ids, and times of receipt."""

    events: list[tuple[Any, ...]]
    profiles: dict[tuple[str, ...], tuple[Any, ...]]


@contextmanager
def a_stack_for(day: Day, data_dir: Path) -> Iterator[Stack]:
    """A stack whose connectors poll the simulated platforms of `day`."""
    data_dir.mkdir(exist_ok=True)
    with serving(day) as urls:
        sources = write_sources(data_dir, day.platforms, urls)
        with Stack(embedded_settings(data_dir, sources)) as stack:
            yield stack


def a_small_day() -> Day:
    return make_day(150, seed=7, platforms=SOCIAL)


def push(day: Day, stack: Stack) -> None:
    """Deliver all of the day to the stack's connectors."""
    push_day(day, stack.settings, lambda _platform, _events: None)


def result_of(stack: Stack) -> Result:
    """What ClickHouse holds once everything is processed."""
    stack.wait_until_drained(DRAIN_SECONDS)
    with connect(stack.settings) as clickhouse:
        events = clickhouse.rows(
            "select toString(event_id), account_id, toString(type), profile_id in "
            "(select profile_id from customers) from customer_events order by event_id"
        )
        profiles = clickhouse.rows(
            "select arraySort(accounts), counters, arraySort(mapKeys(traits)), "
            "arraySort(arrayMap(each -> concat(each.type, '=', each.value), identifiers)) "
            "from customers"
        )
    return Result(list(events), {tuple(accounts): tuple(rest) for accounts, *rest in profiles})
