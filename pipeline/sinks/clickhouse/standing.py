"""Where the sink stands on the topics."""

import threading
from collections.abc import Mapping, Sequence

from aiokafka import TopicPartition

from pipeline.observing.lag import PartitionLag
from pipeline.record import Record


class Standing:
    """Follows each partition from poll to commit. Its methods may be called from any thread.

    `partitions` is how many are assigned.
    """

    def __init__(self) -> None:
        self.partitions = 0
        self._next: dict[TopicPartition, int] = {}
        self._ends: dict[TopicPartition, int] = {}
        self._oldest: dict[TopicPartition, float] = {}
        self._lock = threading.Lock()

    def polled(self, partition: TopicPartition, records: Sequence[Record], end: int) -> None:
        """Records have come, at least one; `end` is the partition's, as of this fetch."""
        with self._lock:
            self._next.setdefault(partition, records[0].offset)
            self._oldest.setdefault(partition, records[0].timestamp / 1000)
            self._ends[partition] = end

    def committed(self, offsets: Mapping[TopicPartition, int]) -> None:
        """All that was polled of these partitions is written; `offsets` are the next to read."""
        with self._lock:
            self._next.update(offsets)
            for partition in offsets:
                self._oldest.pop(partition, None)

    def clear(self) -> None:
        """The partitions may be others' now."""
        with self._lock:
            for kept in (self._next, self._ends, self._oldest):
                kept.clear()

    def lags(self) -> list[PartitionLag]:
        """Every partition of which something has come."""
        with self._lock:
            return [
                PartitionLag(
                    partition.topic,
                    partition.partition,
                    max(0, end - self._next[partition]),
                    self._oldest.get(partition),
                )
                for partition, end in self._ends.items()
            ]
