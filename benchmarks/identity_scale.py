"""Identity resolution against many stored accounts: new records, and events of known accounts."""

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID

import psutil

from benchmarks.invented_accounts import InventedAccounts, Place, account_id
from benchmarks.kept_stores import Fill, copy_of_kept_store
from benchmarks.memory import MEBIBYTE
from benchmarks.report import Figures
from benchmarks.stores import STORES, ServerSeconds, fresh_store
from pipeline.flow.garbage import collect_seldom
from pipeline.settings import Settings
from resolvers.evaluation.pairs import pair_scores
from resolvers.matching import load_model
from resolvers.policy import load_policy
from resolvers.resolution import PlacedEvent, Position
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore, open_store
from schemas.event import CustomerEvent

STORED_TOGETHER = 5000
"""Events in a transaction while the store is filled."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--accounts", type=int, default=10_000, help="stored before measuring")
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument("--measured", type=int, default=20_000, help="records, and then events")
    parser.add_argument("--warming", type=int, default=5000, help="records that are not measured")
    parser.add_argument("--batch-events", type=int, default=Settings().max_batch_events)
    parser.add_argument("--policy", type=Path, metavar="FILE", help="none: the shipped one")
    parser.add_argument(
        "--population", type=int, metavar="N", help="of the policy; none: as many as are stored"
    )
    parser.add_argument("--model", type=Path, metavar="FILE", help="none: the shipped one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--kept",
        type=Path,
        metavar="FOLDER",
        help="fill a store once, keep it there, measure on copies of it; a short path",
    )


def run(options: argparse.Namespace) -> Figures:
    """Store accounts, then measure new records and events of known accounts in small batches.

    The stored accounts went through the resolver, as the measured ones do, in larger batches; with
    `--kept`, PostgreSQL gets the rows that this left in SQLite. A few records of neither warm up
    what a process that runs for long remembers.
    """
    collect_seldom()
    new = options.warming + options.measured
    people = InventedAccounts(options.accounts + new, options.seed)
    population = {"population": options.population or options.accounts}
    policy = load_policy(options.policy).model_copy(update=population)
    model = load_model(options.model)

    def fill(url: str) -> None:
        with closing(open_store(url)) as store:
            stored = people.first_events(people.places[: options.accounts])
            _Feed(Resolver(store, policy, model), lambda: 0.0).through(stored, STORED_TOGETHER)

    name = f"{options.accounts}-{new}-{options.seed}-{policy.version}-{model.version}"
    with _filled(options, name, fill) as (url, server), closing(open_store(url)) as store:
        feed = _Feed(Resolver(store, policy, model), server, options.accounts)
        warming, measured = options.accounts, options.accounts + options.warming
        feed.through(people.first_events(people.places[warming:measured]), options.batch_events)
        places = people.places[measured:]
        records = feed.through(people.first_events(places), options.batch_events)
        known = feed.through(people.later_events(places, 1), options.batch_events)
        right = pair_scores(*_persons_and_profiles(store, people.places))
    held = psutil.Process().memory_info()
    return {
        "accounts": options.accounts,
        "new_records_per_second_per_core": records.events / records.cpu_seconds,
        "new_records_per_second": records.events / records.seconds,
        "new_record_slowest_batch_seconds": records.slowest,
        "new_record_cpu_us": 1e6 * records.cpu_seconds / records.events,
        "new_record_database_cpu_us": 1e6 * records.server_cpu_seconds / records.events,
        "known_events_per_second_per_core": known.events / known.cpu_seconds,
        "known_events_per_second": known.events / known.seconds,
        "known_event_cpu_us": 1e6 * known.cpu_seconds / known.events,
        "known_event_database_cpu_us": 1e6 * known.server_cpu_seconds / known.events,
        "compared_pairs_per_new_record": records.compared / records.events,
        "left_out_pairs_per_new_record": records.left_out / records.events,
        "linked_share_of_new_records": records.linked / records.events,
        "pair_precision": right.precision,
        "pair_recall": right.recall,
        "own_memory_mb": (held.rss - getattr(held, "shared", 0)) / MEBIBYTE,
    }


def _persons_and_profiles(
    store: IdentityStore, places: Sequence[Place]
) -> tuple[Mapping[str, int], Mapping[str, UUID]]:
    persons = {account_id(place): place[0] for place in places}
    profiles: dict[str, UUID] = {}
    remaining = iter(persons)
    while some := list(islice(remaining, STORED_TOGETHER)):
        profiles |= store.read(lambda transaction, some=some: transaction.whole.profiles_of(some))  # type: ignore[misc]
    return persons, profiles


@contextmanager
def _filled(
    options: argparse.Namespace, name: str, fill: Fill
) -> Iterator[tuple[str, ServerSeconds]]:
    if options.kept is not None:
        with copy_of_kept_store(options.store, options.kept, name, fill) as copied:
            yield copied
        return
    with fresh_store(options.store) as (url, server):
        fill(url)
        yield url, server


@dataclass(slots=True)
class _Measured:
    """What a run of batches took; `cpu_seconds` of this process and the database's together."""

    events: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    server_cpu_seconds: float = 0.0
    slowest: float = 0.0
    compared: int = 0
    left_out: int = 0
    linked: int = 0


@dataclass(slots=True)
class _Feed:
    """One partition, whose offsets go on from run to run. Making events is not measured."""

    resolver: Resolver
    server_cpu_seconds: ServerSeconds
    offset: int = field(default=0)

    def through(self, events: Iterator[CustomerEvent], together: int) -> _Measured:
        measured = _Measured()
        while batch := list(islice(events, together)):
            self._apply(batch, measured)
        return measured

    def _apply(self, batch: Sequence[CustomerEvent], measured: _Measured) -> None:
        placed = [PlacedEvent(self.offset + place, event) for place, event in enumerate(batch)]
        self.offset += len(batch)
        began, cpu, server = time.perf_counter(), time.process_time(), self.server_cpu_seconds()
        resolution = self.resolver.apply(Position("one", "events", 0, placed[-1].offset), placed)
        self.resolver.published(resolution)
        server = self.server_cpu_seconds() - server
        measured.server_cpu_seconds += server
        measured.cpu_seconds += time.process_time() - cpu + server
        seconds = time.perf_counter() - began
        measured.seconds += seconds
        measured.slowest = max(measured.slowest, seconds)
        measured.events += len(batch)
        measured.compared += resolution.comparing.compared
        measured.left_out += resolution.comparing.left_out
        measured.linked += sum(":" in each.resolved_by for each in resolution.resolved)
