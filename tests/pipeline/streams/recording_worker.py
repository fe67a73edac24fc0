"""A worker for the delivery tests: writes down the offsets of each batch that its agent finished.

Usage: recording_worker.py BOOTSTRAP TOPIC GROUP FILE FAIL_AT. The agent raises in the batch that
holds offset FAIL_AT (-1: never), after it wrote `start` for the batch and before `done`.
"""

import os
import sys
from pathlib import Path
from typing import Any

import faust

from pipeline.streams import Batch, BatchSchema, BatchTransport

bootstrap, topic, group, file, fail_at = sys.argv[1:]
WRITTEN = Path(file).open("a", buffering=1)  # noqa: SIM115 (open as long as the process)

app = faust.App(
    group,
    broker=f"kafka://{bootstrap}",
    broker_session_timeout=6.0,
    broker_heartbeat_interval=1.0,
    broker_rebalance_timeout=6.0,
    broker_request_timeout=10.0,
    broker_commit_interval=0.2,
    consumer_auto_offset_reset="earliest",
    topic_allow_declare=False,
    topic_disable_leader=True,
    web_enabled=False,
    stream_buffer_maxsize=2,
    datadir=str(Path(file).parent / "faust"),
)
app.transport = BatchTransport(app, max_batch_events=50)


@app.agent(app.topic(topic, schema=BatchSchema()))
async def record(stream: Any) -> None:
    with WRITTEN:
        async for event in stream.noack().events():
            batch: Batch = event.value
            place = f"{batch.partition} {batch.first_offset} {batch.last_offset}\n"
            WRITTEN.write(f"start {place}")
            if batch.first_offset <= int(fail_at) <= batch.last_offset:
                os._exit(70)
            WRITTEN.write(f"done {place}")
            event.ack()


if __name__ == "__main__":
    faust.Worker(app, loglevel="ERROR", logfile=None).execute_from_commandline()
