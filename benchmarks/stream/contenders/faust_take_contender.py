"""A plain Faust agent that takes events a thousand at a time."""

import sys
from typing import Any

from benchmarks.stream.contenders.faust_app import app_on, run
from benchmarks.stream.measure import Meter

bootstrap, topic, events = sys.argv[1:]
app = app_on(bootstrap)
meter = Meter(int(events))


@app.agent(app.topic(topic, value_serializer="raw"))
async def count(stream: Any) -> None:  # noqa: ANN401 (Faust is untyped to us)
    async for values in stream.take(1000, within=1):
        meter.count(len(values))


if __name__ == "__main__":
    run(app)
