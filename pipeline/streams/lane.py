"""One partition's way through a worker: what waits, what is in work, what may be committed."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.record import Record
from pipeline.streams.batch import Batch
from pipeline.streams.claim import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a batch may hold at most. A single message larger than that makes a batch of its own."""

    max_events: int
    max_bytes: int


class Lane:
    """Keeps a partition in order: its next batch leaves when the one before it is acknowledged.

    At most one batch is in work and about one waits, so that the memory of a worker is bounded by
    its partitions and limits. What arrives meanwhile is handed over together.
    """

    def __init__(self, topic: str, partition: int, limits: Limits) -> None:
        self._topic = topic
        self._partition = partition
        self._limits = limits
        self._waiting: deque[Record] = deque()
        self._waiting_bytes = 0
        self._in_work: Batch | None = None
        self._committable: int | None = None
        self.claim = Claim()

    @property
    def room(self) -> int:
        """How many more messages to fetch: 0 while a full batch waits."""
        if self._waiting_bytes >= self._limits.max_bytes:
            return 0
        return max(0, self._limits.max_events - len(self._waiting))

    @property
    def committable_offset(self) -> int | None:
        """The offset to commit: of the next message to work on. None: nothing is done yet."""
        return self._committable

    @property
    def oldest(self) -> Record | None:
        """The first of the fetched messages that are not acknowledged."""
        if self._in_work is not None:
            return self._in_work.records[0]
        return self._waiting[0] if self._waiting else None

    @property
    def held_events(self) -> int:
        """Messages that wait or are in work."""
        return len(self._waiting) + len(self._in_work or ())

    def put(self, records: Iterable[Record]) -> None:
        """Have fetched messages wait. They follow all that were put before."""
        for record in records:
            self._waiting.append(record)
            self._waiting_bytes += size_of(record)

    def next_batch(self) -> Batch | None:
        """Hand over what waits, up to the limits. None: a batch is in work, or nothing waits."""
        if self._in_work is not None or not self._waiting:
            return None
        records: list[Record] = []
        taken_bytes = 0
        while self._waiting and len(records) < self._limits.max_events:
            size = size_of(self._waiting[0])
            if records and taken_bytes + size > self._limits.max_bytes:
                break
            records.append(self._waiting.popleft())
            taken_bytes += size
        self._waiting_bytes -= taken_bytes
        self._in_work = Batch(self._topic, self._partition, records, self.claim)
        return self._in_work

    def acknowledge(self, batch: Batch) -> bool:
        """The effects of `batch` are confirmed. False: it is not the one in work, which counts for
        nothing.
        """
        if batch is not self._in_work:
            return False
        self._in_work = None
        self._committable = batch.last_offset + 1
        return True

    def drop_waiting(self) -> None:
        """Forget what was not handed over: it will be fetched again."""
        self._waiting.clear()
        self._waiting_bytes = 0


def size_of(record: Record) -> int:
    """What a message weighs, in bytes of its key and value."""
    return len(record.key or b"") + len(record.value or b"")
