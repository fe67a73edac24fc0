"""How long an event takes from publish to visible in ClickHouse, at a steady rate."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from statistics import quantiles

from benchmarks.report import Figures
from connectors.sdk.publisher import Publisher
from pipeline.clickhouse import connect
from pipeline.settings import Settings
from schemas.raw import RawEvent

TICK_SECONDS = 0.05
LOOK_SECONDS = 0.1
PATIENCE_SECONDS = 120
SITE = "latency"


def latencies(
    settings: Settings, publisher: Publisher, raws: Iterator[RawEvent], rate: float, seconds: float
) -> Figures:
    """Publish at `rate` events a second for so long, and look how many can be queried.

    The latency of the k-th event is from when it was published to when k of them could be seen,
    so that the order in which partitions arrive makes no difference. All rows are counted, which
    ClickHouse can tell without reading any; in the end those seen must be these events.

    Args:
        settings: of the running stack, which is drained.
        publisher: to its broker.
        raws: enough events of the site `SITE`.
        rate: events a second.
        seconds: how long.
    """
    published: list[float] = []
    seen: list[tuple[float, int]] = []
    done = threading.Event()
    looking = threading.Thread(target=_look, args=(settings, seen, done))
    looking.start()
    while not seen and looking.is_alive():  # what was there before
        time.sleep(TICK_SECONDS)
    started = time.monotonic()
    while (elapsed := time.monotonic() - started) < seconds:
        due = int(elapsed * rate) - len(published)
        now = datetime.now(UTC)
        some = [raw.but(received_at=now) for raw in islice(raws, max(0, due))]
        published += [time.monotonic()] * len(some)
        publisher.publish(some)
        time.sleep(TICK_SECONDS)
    until = time.monotonic() + PATIENCE_SECONDS
    while (not seen or seen[-1][1] < len(published)) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    done.set()
    looking.join()
    _refuse_others(settings, len(published))
    waits = list(_waits(published, seen))
    if len(waits) < len(published):
        raise SystemExit(f"{len(published) - len(waits)} events were not visible in time")
    hundredths = quantiles(waits, n=100)
    return {
        "latency.events_per_second": len(published) / seconds,
        "p50_seconds": hundredths[49],
        "p99_seconds": hundredths[98],
        "slowest_seconds": max(waits),
    }


def _look(settings: Settings, seen: list[tuple[float, int]], done: threading.Event) -> None:
    with closing(connect(settings)) as clickhouse:
        asked = "select count() from events"
        ((before,),) = clickhouse.rows(asked)
        seen.append((time.monotonic(), 0))
        while not done.wait(LOOK_SECONDS):
            ((count,),) = clickhouse.rows(asked)
            seen.append((time.monotonic(), count - before))


def _refuse_others(settings: Settings, published: int) -> None:
    asked = f"select count(), uniqExact(event_id) from events where source_account = '{SITE}'"
    with closing(connect(settings)) as clickhouse:
        ((rows, events),) = clickhouse.rows(asked)
    if not rows == events == published:
        raise SystemExit(f"published {published}, but {rows} rows of {events} events are there")


def _waits(published: list[float], seen: list[tuple[float, int]]) -> Iterator[float]:
    place = 0
    for at, count in seen:
        while place < min(count, len(published)):
            yield at - published[place]
            place += 1
