"""Batch delivery inside Faust: the fetched batch of a partition is the unit of work and of commit.

A plain Faust agent gets one event at a time, at a cost of about 210 µs each, acknowledges an event
whose processing raised, and may commit past one that was never acknowledged. Over this transport
an agent gets a `Batch`:

    app = faust.App(…)
    app.transport = BatchTransport(app, max_batch_events=2000)

    @app.agent(app.topic("events", schema=BatchSchema()), concurrency=4)
    async def resolve(stream):
        await work_through(stream, work)

    async def work(batch: Batch) -> None:
        …                                # effects, confirmed when this returns

Guarantees:

- **Order.** The batches of a partition are worked on one after the other, in order of offset. An
  agent's `concurrency` is how many partitions it works on at once; one that is slow or waits holds
  up no other, as long as there are fewer of those than that.
- **At least once.** A batch is committed only when `work` returned, and nothing behind it before
  it. What was not committed is delivered again, perhaps cut differently, after a crash or a
  rebalance. An exception in `work` commits nothing.
- **Handing over.** When partitions are taken away, or the app stops, batches in work have
  `grace_seconds` to be finished and are committed before the partition goes on; what only waits
  is dropped. After that `Batch.is_current` is false and `work` is cancelled where it awaits.
  A worker that was thrown out of its group has no grace.
- **Size.** What arrives while a batch is in work is handed over as one, up to `max_batch_events`
  and `max_batch_bytes`.
- **Memory.** For each partition one batch is in work, about one waits, and aiokafka holds one
  fetch (`consumer_max_fetch_size` before decompression). `stream_buffer_maxsize` must be above the
  number of partitions, as the default is.

Not supported: tables, `exactly_once`, `broker_commit_every`, acknowledging from another thread.
"""

from pipeline.streams.batch import Batch, BatchSchema
from pipeline.streams.claim import Claim
from pipeline.streams.prompt import PromptTableManager, PromptWorker
from pipeline.streams.transport import BatchTransport
from pipeline.streams.working import Work, work_through

__all__ = [
    "Batch",
    "BatchSchema",
    "BatchTransport",
    "Claim",
    "PromptTableManager",
    "PromptWorker",
    "Work",
    "work_through",
]
