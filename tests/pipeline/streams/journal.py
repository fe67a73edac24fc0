"""What the recording workers wrote down."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a batch."""

    worker: str
    what: str
    partition: int
    first: int
    last: int

    @property
    def messages(self) -> Iterator[tuple[int, int]]:
        """The partition and offset of each."""
        return ((self.partition, offset) for offset in range(self.first, self.last + 1))


class Journal:
    """The file that all workers of a test write into, in the order of what happened."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def entries(self, what: str = "done", worker: str | None = None) -> list[Entry]:
        """The batches that this happened to."""
        found = [
            Entry(line[0], line[1], *map(int, line[2:])) for line in self._lines() if len(line) == 5
        ]
        return [one for one in found if one.what == what and worker in {None, one.worker}]

    def messages(self, what: str = "done", worker: str | None = None) -> list[tuple[int, int]]:
        """Their messages, in order; a message stands here as often as this happened to it."""
        return [message for one in self.entries(what, worker) for message in one.messages]

    def held(self) -> list[int]:
        """How many messages the workers held, each time they told."""
        return [int(line[2]) for line in self._lines() if line[1] == "held"]

    def wait_for_these(self, messages: set[tuple[int, int]], *, since: int = 0) -> None:
        """Wait until these are done, not counting what was before so many done batches."""
        until = time.monotonic() + PATIENCE_SECONDS
        while left := messages - {m for one in self.entries()[since:] for m in one.messages}:
            assert time.monotonic() < until, f"{len(left)} of {len(messages)} messages are missing"
            time.sleep(0.1)

    def wait_for(self, count: int, what: str = "done", worker: str | None = None) -> None:
        """Wait until this has happened to so many messages."""
        until = time.monotonic() + PATIENCE_SECONDS
        while len(set(self.messages(what, worker))) < count:
            found = len(set(self.messages(what, worker)))
            assert time.monotonic() < until, f"only {found} of {count} messages were {what}"
            time.sleep(0.1)

    def _lines(self) -> list[list[str]]:
        text = self.file.read_text() if self.file.exists() else ""
        return [line.split() for line in text.splitlines()]


def offsets_by_partition(messages: list[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for partition, offset in messages:
        found.setdefault(partition, []).append(offset)
    return found


def in_order_when_first_seen(messages: list[tuple[int, int]]) -> bool:
    """Whether each partition went on in order, apart from what was delivered again."""
    return all(
        list(dict.fromkeys(offsets)) == sorted(set(offsets))
        for offsets in offsets_by_partition(messages).values()
    )
