"""Batch delivery inside Faust: the fetched batch of a partition is the unit of work and of commit.

A plain Faust agent gets one event at a time, at a cost of about 210 µs each, acknowledges an event
whose processing raised, and may commit past one that was never acknowledged. Over this transport
an agent gets a `Batch`; nothing of a batch is committed before the agent acknowledged all of it,
and nothing behind it is committed before it.

    app = faust.App(…)
    app.transport = BatchTransport(app, max_batch_events=2000)

    @app.agent(app.topic("events", schema=BatchSchema()))
    async def resolve(stream):
        async for event in stream.noack().events():
            batch: Batch = event.value
            …                                # effects, confirmed
            event.ack()

Guarantees: the batches of a partition arrive in order; a batch is delivered again, perhaps cut
differently, unless it was acknowledged and committed (at least once); after a rebalance an
acknowledgement of a batch from before it is ignored.
"""

from pipeline.streams.batch import Batch, BatchSchema
from pipeline.streams.transport import BatchTransport

__all__ = ["Batch", "BatchSchema", "BatchTransport"]
