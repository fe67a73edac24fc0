"""How far a worker is behind, as its lanes know it."""

from collections.abc import Iterator
from typing import cast

import faust

from pipeline.observing.lag import PartitionLag
from pipeline.streams.consumer import BatchConsumer


def worker_lags(app: faust.App) -> Iterator[PartitionLag]:
    """Every partition of which something has come. To be asked on the app's event loop."""
    consumer = cast("BatchConsumer", app.consumer)
    for place, lane in consumer.lanes.items():
        oldest = lane.oldest
        next_offset = lane.committable_offset if oldest is None else oldest.offset
        end = app.monitor.tp_end_offsets.get(place)
        if next_offset is not None and end is not None:
            yield PartitionLag(
                place.topic,
                place.partition,
                max(0, end - next_offset),
                None if oldest is None else oldest.timestamp / 1000,
            )
