"""A Faust agent over our batch delivery."""

import sys
from typing import Any

from benchmarks.stream.contenders.faust_app import app_on, run
from benchmarks.stream.measure import Meter
from pipeline.streams import Batch, BatchSchema, BatchTransport, work_through

bootstrap, topic, events = sys.argv[1:]
app = app_on(bootstrap)
app.transport = BatchTransport(app, max_batch_events=2000)
meter = Meter(int(events))


async def work(batch: Batch) -> None:
    meter.count(len(batch))


@app.agent(app.topic(topic, schema=BatchSchema()), concurrency=4)
async def count(stream: Any) -> None:  # noqa: ANN401 (Faust is untyped to us)
    await work_through(stream, work)


if __name__ == "__main__":
    run(app)
