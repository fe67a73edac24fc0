"""Identity resolution against many stored accounts: new records, and events of known accounts."""

import argparse
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks.invented_accounts import InventedAccounts
from benchmarks.report import Figures
from benchmarks.stores import STORES, fresh_store
from pipeline.flow.garbage import collect_seldom
from resolvers.matching import load_model
from resolvers.policy import load_policy
from resolvers.resolution import PlacedEvent, Position
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.event import CustomerEvent

PRELOADED_TOGETHER = 5000


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--accounts", type=int, default=10_000, help="stored before measuring")
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument("--measured", type=int, default=20_000, help="records, and then events")
    parser.add_argument("--batch-events", type=int, default=1000, help="in a transaction")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="none: the shipped one")
    parser.add_argument("--model", type=Path, metavar="FILE", help="none: the shipped one")
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> Figures:
    """Store accounts, then measure new records and events of known accounts in small batches."""
    collect_seldom()
    people = InventedAccounts(options.accounts + options.measured, options.seed)
    stored, new = people.places[: options.accounts], people.places[options.accounts :]
    with fresh_store(options.store) as (url, server):
        store = open_store(url)
        policy, model = load_policy(options.policy), load_model(options.model)
        feed = _Feed(Resolver(store, policy, model), server)
        preloading = feed.through(people.first_events(stored), PRELOADED_TOGETHER)
        records = feed.through(people.first_events(new), options.batch_events)
        known = feed.through(people.later_events(new, 1), options.batch_events)
        store.close()
    return {
        "accounts": options.accounts,
        "new_records_per_second_per_core": records.events / records.cpu_seconds,
        "new_records_per_second": records.events / records.seconds,
        "new_record_slowest_batch_seconds": records.slowest,
        "known_events_per_second_per_core": known.events / known.cpu_seconds,
        "known_events_per_second": known.events / known.seconds,
        "compared_pairs_per_new_record": records.compared / records.events,
        "left_out_pairs_per_new_record": records.left_out / records.events,
        "linked_share_of_new_records": records.linked / records.events,
        "preloaded_records_per_second": preloading.events / max(preloading.seconds, 1e-9),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


@dataclass(slots=True)
class _Measured:
    """What a run of batches took; `cpu_seconds` of this process and the database's together."""

    events: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    slowest: float = 0.0
    compared: int = 0
    left_out: int = 0
    linked: int = 0


@dataclass(slots=True)
class _Feed:
    """One partition, whose offsets go on from run to run. Making events is not measured."""

    resolver: Resolver
    server_cpu_seconds: Callable[[], float]
    offset: int = field(default=0)

    def through(self, events: Iterator[CustomerEvent], together: int) -> _Measured:
        measured = _Measured()
        while batch := list(islice(events, together)):
            self._apply(batch, measured)
        return measured

    def _apply(self, batch: Sequence[CustomerEvent], measured: _Measured) -> None:
        placed = [PlacedEvent(self.offset + place, event) for place, event in enumerate(batch)]
        self.offset += len(batch)
        began, cpu = time.perf_counter(), time.process_time() + self.server_cpu_seconds()
        resolution = self.resolver.apply(Position("one", "events", 0, placed[-1].offset), placed)
        self.resolver.published(resolution)
        measured.cpu_seconds += time.process_time() + self.server_cpu_seconds() - cpu
        seconds = time.perf_counter() - began
        measured.seconds += seconds
        measured.slowest = max(measured.slowest, seconds)
        measured.events += len(batch)
        measured.compared += resolution.comparing.compared
        measured.left_out += resolution.comparing.left_out
        measured.linked += sum(":" in each.resolved_by for each in resolution.resolved)
