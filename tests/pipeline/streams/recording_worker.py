"""A worker for the delivery tests: writes down what becomes of each batch that its agent gets.

A line is `NAME WHAT PARTITION FIRST LAST`, of what: start, done, or cut where the work was
cancelled. `NAME held COUNT` is written four times a second.
"""

import argparse
import asyncio
import os
from pathlib import Path
from typing import Any, cast

import faust

from pipeline.flow.leaving import leaving_on_a_bug
from pipeline.streams import (
    Batch,
    BatchSchema,
    BatchTransport,
    PromptTableManager,
    PromptWorker,
    work_through,
)
from pipeline.streams.consumer import BatchConsumer

parser = argparse.ArgumentParser()
parser.add_argument("bootstrap")
parser.add_argument("topic")
parser.add_argument("group")
parser.add_argument("journal", type=Path)
parser.add_argument("--name", default="worker")
parser.add_argument("--work-seconds", type=float, default=0.0, help="for each batch")
parser.add_argument("--grace-seconds", type=float, default=5.0)
parser.add_argument("--raise-at", type=int, default=-1, help="an offset; in any partition")
parser.add_argument("--leave", action="store_true", help="when the work raises, end the process")
parser.add_argument("--gate", type=Path, help="work on these partitions waits for this file")
parser.add_argument("--gated", type=int, nargs="*", default=[], help="partitions")
chosen = parser.parse_args()

app = faust.App(
    chosen.group,
    broker=f"kafka://{chosen.bootstrap}",
    broker_session_timeout=6.0,
    broker_heartbeat_interval=1.0,
    broker_rebalance_timeout=6.0,
    broker_request_timeout=10.0,
    broker_commit_interval=0.2,
    consumer_auto_offset_reset="earliest",
    topic_allow_declare=False,
    topic_disable_leader=True,
    web_enabled=False,
    TableManager=PromptTableManager,
    datadir=str(chosen.journal.parent / "faust"),
)
app.transport = BatchTransport(app, max_batch_events=50, grace_seconds=chosen.grace_seconds)

# A line goes out in one write behind all others, though several workers write.
JOURNAL = os.open(chosen.journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def write(*words: object) -> None:
    os.write(JOURNAL, (" ".join(map(str, (chosen.name, *words))) + "\n").encode())


async def opened(gate: Path) -> None:
    while not await asyncio.to_thread(gate.exists):  # noqa: ASYNC110 (another process opens it)
        await asyncio.sleep(0.05)


async def work(batch: Batch) -> None:
    place = batch.partition, batch.first_offset, batch.last_offset
    write("start", *place)
    try:
        await asyncio.sleep(chosen.work_seconds)
        if batch.partition in chosen.gated:
            await opened(chosen.gate)
    except asyncio.CancelledError:
        write("stale" if batch.is_current else "cut", *place)
        raise
    if batch.first_offset <= chosen.raise_at <= batch.last_offset:
        raise ValueError("a bug")
    write("done", *place)


async def work_or_leave(batch: Batch) -> None:
    with leaving_on_a_bug("work"):
        await work(batch)


@app.agent(app.topic(chosen.topic, schema=BatchSchema()), concurrency=2)
async def record(stream: Any) -> None:
    await work_through(stream, work_or_leave if chosen.leave else work)


@app.timer(0.25)  # type: ignore[untyped-decorator]
async def tell() -> None:
    write("held", cast("BatchConsumer", app.consumer).held_events)


if __name__ == "__main__":
    PromptWorker(app, loglevel="ERROR", redirect_stdouts=False).execute_from_commandline()
