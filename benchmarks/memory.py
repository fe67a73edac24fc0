"""Memory of a stack's processes while it works."""

import threading
from collections.abc import Callable, Mapping
from typing import Self

import psutil

MEBIBYTE = 2**20
SAMPLE_SECONDS = 0.5


class Memory:
    """Samples every half second what processes hold in memory of their own. A context manager.

    Files that they have mapped are not theirs: the system keeps of them what it has room for.

    Args:
        pids: the process id of each part, asked anew each time.
    """

    def __init__(self, pids: Callable[[], Mapping[str, int]]) -> None:
        self._pids = pids
        self._samples: dict[str, list[float]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    @property
    def peak_mb(self) -> float:
        """The largest sum over all parts at one time, in MiB."""
        return max(map(sum, zip(*self._samples.values(), strict=False)), default=0.0)

    def growth_mb(self, part: str) -> float:
        """By how much a part's median of the last fifth of the time is above the third fifth's."""
        samples = self._samples[part]
        fifth = max(1, len(samples) // 5)
        early, late = samples[2 * fifth : 3 * fifth], samples[-fifth:]
        return sorted(late)[len(late) // 2] - sorted(early)[len(early) // 2]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            for part, pid in self._pids().items():
                held = psutil.Process(pid).memory_info()
                own = (held.rss - getattr(held, "shared", 0)) / MEBIBYTE
                self._samples.setdefault(part, []).append(own)
