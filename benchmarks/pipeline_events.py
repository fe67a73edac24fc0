"""Events through the whole embedded line: connector publish → visible in ClickHouse."""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import httpx
import psutil
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.memory import Memory
from benchmarks.pipeline_latency import SITE, latencies
from benchmarks.pipeline_steps import step_costs
from benchmarks.report import Figures
from benchmarks.stores import STORES, fresh_store
from connectors.sdk.publisher import Publisher
from pipeline.clickhouse import connect
from pipeline.dead_letters.topic import read_topic
from pipeline.embedded.stack import Stack
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from schemas.raw import RawEvent
from schemas.topics import DEAD_LETTERS

DAY = datetime(2026, 1, 1, tzinfo=UTC)
PUBLISHED_AT_ONCE = 1000
DRAIN_SECONDS = 1800
LATE_SECONDS = 10
STEP_EVENTS = 20_000
HEADS = {"benchmark": "1390", SITE: "1380"}
"""How the phones of each site begin: no visitor of one is a visitor of the other."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--new-accounts", type=float, default=0.1, help="share of the events")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument(
        "--rate", type=float, help="events a second for the latencies; half of what was reached"
    )
    parser.add_argument(
        "--latency-seconds", type=float, default=30, help="how long that rate is kept up"
    )


def run(options: argparse.Namespace) -> Figures:
    """Publish the events as fast as the broker takes them; measure until all can be queried.

    Then publish at half that rate, or the rate given, for the latencies.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_store(options.store) as (store_url, store_cpu_seconds),
        Stack(
            Settings(data_dir=Path(folder), store_url=store_url, workers=options.workers)
        ) as stack,
        closing(Publisher(aiokafka_producer_options(stack.settings))) as publisher,
    ):
        before, store_before = cpu_seconds(stack), store_cpu_seconds()
        started = time.monotonic()
        raws = raw_events(options.events, options.new_accounts)
        with Memory(lambda: pids(stack)) as memory:
            while some := list(islice(raws, PUBLISHED_AT_ONCE)):
                publisher.publish(some)
            published = time.monotonic() - started
            stack.wait_until_drained(DRAIN_SECONDS)
            seconds = time.monotonic() - started
        after, store_after = cpu_seconds(stack), store_cpu_seconds()
        accounts = accounted(stack, options.events)
        waits = worker_sums(stack, "store_seconds_sum", "produce_seconds_sum")
        conflicts = worker_sums(stack, "store_conflicts_total")
        rate = options.rate or options.events / seconds / 2
        steady = raw_events(2 * int(rate * options.latency_seconds), options.new_accounts, SITE)
        latency = latencies(stack.settings, publisher, steady, rate, options.latency_seconds)
        steps = step_costs(list(raw_events(STEP_EVENTS, options.new_accounts)), Path(folder))
    return {
        "events_per_second": options.events / seconds,
        "published_per_second": options.events / published,
        **accounts,
        **latency,
        "peak_own_memory_mb": memory.peak_mb,
        **{f"{part}.growth_mb": memory.growth_mb(part) for part in after},
        **{
            f"{part}.cpu_us_per_event": (after[part] - before[part]) / options.events * 1e6
            for part in after
        },
        "store.cpu_us_per_event": (store_after - store_before) / options.events * 1e6,
        **conflicts,
        **steps,
        **{
            f"worker.{name.removesuffix('_seconds_sum')}_us_per_event": s / options.events * 1e6
            for name, s in waits.items()
        },
    }


def accounted(stack: Stack, events: int) -> Figures:
    """What became of the events of a drained line.

    `late` are those that came to ClickHouse within ten seconds after it had seemed to be drained;
    neither they nor `dead_letters` are lost, and there should be none of either.
    """
    asked = "select (select count() from events final), (select count() from events)"
    with closing(connect(stack.settings)) as clickhouse:
        ((drained, _),) = clickhouse.rows(asked)
        if drained < events:
            time.sleep(LATE_SECONDS)
        ((arrived, rows),) = clickhouse.rows(asked)
    letters = sum(1 for _ in read_topic(stack.settings, DEAD_LETTERS.name))
    return {
        "lost": events - arrived - letters,
        "duplicated": rows - arrived,
        "late": arrived - drained,
        "dead_letters": letters,
    }


def raw_events(
    count: int, new_accounts: float, site: str = "benchmark", seed: int = 1
) -> Iterator[RawEvent]:
    """Page views and orders as a web site sends them, in the same order for the same seed.

    The given share of the events, spread evenly, brings a new visitor; each of the others is of
    any visitor so far.
    """
    chance = random.Random(seed)
    people = 0
    for number in range(count):
        if people <= number * new_accounts:
            person = people
            people += 1
        else:
            person = chance.randrange(people)
        at = DAY + timedelta(milliseconds=number)
        body = {
            "type": "track",
            "event": "Product Viewed" if number % 7 else "Order Completed",
            "messageId": f"m-{number}",
            "anonymousId": f"visitor-{person}",
            "userId": f"u-{person}",
            "properties": {"product_id": str(number % 500), "total": 128.0, "currency": "CNY"},
            "context": {"traits": {"phone": f"{HEADS[site]}{person:07d}"}},
            "timestamp": at.isoformat(),
        }
        yield RawEvent.of(
            platform="web",
            source_account=site,
            kind="segment",
            dedupe_key=f"m-{number}",
            person_id=f"visitor-{person}",
            body=json.dumps(body).encode(),
            received_at=at,
        )


def cpu_seconds(stack: Stack) -> dict[str, float]:
    """CPU time that each part of the stack has used."""
    return {name: sum(psutil.Process(pid).cpu_times()[:2]) for name, pid in pids(stack).items()}


def pids(stack: Stack) -> dict[str, int]:
    """The process id of each part of the stack."""
    parts = json.loads((stack.settings.data_dir / "stack.json").read_text())["parts"]
    return {name: part["pid"] for name, part in parts.items()}


def worker_sums(stack: Stack, *names: str) -> dict[str, float]:
    """These figures of the workers' metrics, each summed over all workers."""
    sums = dict.fromkeys(names, 0.0)
    for process in stack.settings.status_processes.split(","):
        part, _, address = process.partition("=")
        if part.startswith("worker"):
            for family in text_string_to_metric_families(httpx.get(f"{address}/metrics").text):
                for sample in family.samples:
                    if (name := sample.name.removeprefix("guiyi_")) in sums:
                        sums[name] += sample.value
    return sums
