"""Records through the streaming resolver, in any order, in small batches, some of them twice."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from sqlalchemy import select

from resolvers.clustering import Verdict
from resolvers.criteria import Criteria
from resolvers.resolution import PlacedEvent, Position
from resolvers.resolver import Resolver
from resolvers.store import open_store, tables
from resolvers.store.engine import create
from schemas.event import CustomerEvent

LARGEST_BATCH = 200
TWICE = 0.1
REJECTED = 0.01


@dataclass(frozen=True, slots=True)
class Resolved:
    """Each account's profile, and what it took; `after_reversal`: when rejections are withdrawn."""

    found: Mapping[str, str]
    after_reversal: Mapping[str, str]
    rejected: int
    seconds: float
    cpu_seconds: float


def resolve(events: Sequence[CustomerEvent], criteria: Criteria, order: Random) -> Resolved:
    """Feed the events in an order and batches of chance, a tenth of them twice.

    Afterwards a hundredth of the links is rejected and the rejections are withdrawn again.
    """
    delivered = [*events, *order.sample(events, round(TWICE * len(events)))]
    order.shuffle(delivered)
    with _resolver(criteria) as (resolver, url):
        began, cpu, offset = time.perf_counter(), time.process_time(), 0
        while offset < len(delivered):
            batch = delivered[offset : offset + order.randint(1, LARGEST_BATCH)]
            placed = [PlacedEvent(offset + place, event) for place, event in enumerate(batch)]
            offset += len(batch)
            resolution = resolver.apply(Position("one", "events", 0, offset - 1), placed)
            resolver.published(resolution)
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
        found = _profiles(url)
        rejected = _reject_and_withdraw(resolver, found, order)
        return Resolved(found, _profiles(url), rejected, seconds, cpu_seconds)


@contextmanager
def _resolver(criteria: Criteria) -> Iterator[tuple[Resolver, str]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'identity.sqlite3'}"
        store = open_store(url)
        try:
            yield Resolver(store, criteria.policy, criteria.model), url
        finally:
            store.close()


def _profiles(url: str) -> dict[str, str]:
    columns = tables.accounts.c
    with create(url).connect() as connection:
        rows = connection.execute(select(columns.account_id, columns.profile_id)).all()
    return {account_id: str(profile_id) for account_id, profile_id in rows}


def _reject_and_withdraw(resolver: Resolver, found: Mapping[str, str], order: Random) -> int:
    persons: dict[str, list[str]] = {}
    for account, person in sorted(found.items()):
        persons.setdefault(person, []).append(account)
    links = [link for accounts in persons.values() for link in pairwise(accounts)]
    rejected = order.sample(sorted(links), round(REJECTED * len(links)))
    for left, right in rejected:
        resolver.review.decide(left, right, Verdict.CANNOT_LINK, by="benchmark", why="reversal")
    for left, right in order.sample(rejected, len(rejected)):
        resolver.review.withdraw(left, right, by="benchmark", why="reversal")
    return len(rejected)
