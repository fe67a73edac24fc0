"""Keeps in mind how much is unprocessed, for the moment the embedded broker dies with it."""

import threading
import time
from collections.abc import Iterable, Mapping
from typing import Self

from pipeline.embedded.backlog import Backlog
from pipeline.embedded.notices import Forgotten
from pipeline.settings import Settings
from schemas.errors import Retry

LOOK_SECONDS = 2.0


class BacklogWatch:
    """A thread that counts every two seconds. A context manager."""

    def __init__(self, settings: Settings, readers: Mapping[str, Iterable[str]]) -> None:
        self._settings = settings
        self._readers = readers
        self._seen: tuple[float, int] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="backlog", daemon=True)

    def forgotten(self) -> Forgotten:
        """What died with the broker, as of the last count. The next count starts from nothing."""
        seen, self._seen = self._seen, None
        if seen is None:
            return Forgotten(messages=None, seconds_ago=0)
        counted_at, messages = seen
        return Forgotten(messages, time.monotonic() - counted_at)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                with Backlog(self._settings, self._readers) as backlog:
                    while not self._stop.wait(LOOK_SECONDS):
                        self._seen = (time.monotonic(), sum(backlog.unprocessed().values()))
            except Retry:
                continue
