"""Quix Streams: a dataframe with one function over each event's bytes."""

import sys
import tempfile
import uuid

from quixstreams import Application

from benchmarks.stream.measure import Meter


def consume(bootstrap: str, topic: str, events: int) -> None:
    meter = Meter(events)
    app = Application(
        broker_address=bootstrap,
        consumer_group=f"stream-{uuid.uuid4().hex[:8]}",
        auto_offset_reset="earliest",
        auto_create_topics=False,
        state_dir=tempfile.mkdtemp(prefix="stream-"),
        consumer_extra_config={"session.timeout.ms": 6000, "heartbeat.interval.ms": 1000},
        loglevel="ERROR",
    )
    raw = app.topic(topic, key_deserializer="bytes", value_deserializer="bytes")
    app.dataframe(raw).update(lambda _value: meter.count(1))
    app.run()


if __name__ == "__main__":
    consume(sys.argv[1], sys.argv[2], int(sys.argv[3]))
