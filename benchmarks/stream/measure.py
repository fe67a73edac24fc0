"""What a contender measures of itself."""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Of the events behind the first delivery, whose fetching nobody could time."""

    events: int
    seconds: float
    cpu_seconds: float

    @property
    def events_per_second(self) -> float:
        return self.events / self.seconds

    @property
    def cpu_us_per_event(self) -> float:
        """Of all threads of the process."""
        return self.cpu_seconds / self.events * 1e6


class Meter:
    """Counts what is delivered, from the first delivery to the last event; then ends the process.

    Args:
        events: how many to wait for.
    """

    def __init__(self, events: int) -> None:
        self._left = events
        self._first = 0
        self._events = events
        self._started = self._cpu_started = 0.0

    def count(self, events: int) -> None:
        """So many were delivered at once."""
        if not events:
            return
        self._left -= events
        if not self._first:
            self._first = events
            self._started, self._cpu_started = time.perf_counter(), time.process_time()
        if self._left <= 0:
            self._report()

    def _report(self) -> None:
        measure = Measure(
            events=self._events - self._left - self._first,
            seconds=time.perf_counter() - self._started,
            cpu_seconds=time.process_time() - self._cpu_started,
        )
        sys.stdout.write(json.dumps(asdict(measure)) + "\n")
        sys.stdout.flush()
        os._exit(0)  # leaving its group in good order is not what is measured
