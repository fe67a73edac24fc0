"""Waiting for what other processes do."""

import time
from collections.abc import Callable


def until(seconds: float, holds: Callable[[], object]) -> None:
    """Return once it holds, or fail after the time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"it did not come so far within {seconds} s"
        time.sleep(0.1)
