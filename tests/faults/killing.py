"""Killing processes at random moments, several at once, until there were enough kills."""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event, Lock

from schemas.errors import Fatal
from tests.faults.victims import Victim

STARTING = 0.25
"""The share of kills that come while the victim is starting."""

LONGEST_START_SECONDS = 2.0
LONGEST_WORK_SECONDS = 3.0
UP_WITHIN_SECONDS = 60.0
"""A victim that is not at work by then is killed all the same."""

POLL_SECONDS = 0.05
PATIENCE_SECONDS = 180.0


class Killing:
    """Kills each of the victims again and again, independently of the others.

    The moments are drawn from the seed: within seconds after a start, or within seconds after the
    victim was at work again. What it does at that moment, the seed cannot say.

    Args:
        victims: none stands twice.
        kills: how many in all.
    """

    def __init__(self, victims: Sequence[Victim], *, kills: int, seed: int) -> None:
        self._victims = victims
        self._kills = kills
        self._seed = seed
        self._lock = Lock()
        self._last = time.monotonic()
        self.made: Counter[str] = Counter()
        self._enough = Event()

    def run(self) -> None:
        """Return after the last kill.

        Raises:
            Fatal: nothing could be killed for minutes, since nothing ran.
        """
        self._last = time.monotonic()
        with ThreadPoolExecutor(len(self._victims), thread_name_prefix="killing") as threads:
            try:
                for thread in [threads.submit(self._pursue, victim) for victim in self._victims]:
                    thread.result()
            finally:
                self._enough.set()

    def _pursue(self, victim: Victim) -> None:
        random = Random(f"{self._seed}/{victim.name}")
        while not self._enough.is_set():
            self._wait_for_a_moment(random, victim)
            with self._lock:
                if self._enough.is_set():
                    return
                if victim.kill():
                    self._last = time.monotonic()
                    self.made[victim.name] += 1
                elif time.monotonic() > self._last + PATIENCE_SECONDS:
                    self._enough.set()
                    raise Fatal(f"nothing ran for {PATIENCE_SECONDS:.0f} s")
                if self.made.total() >= self._kills:
                    self._enough.set()

    def _wait_for_a_moment(self, random: Random, victim: Victim) -> None:
        if random.random() < STARTING:
            self._enough.wait(random.uniform(POLL_SECONDS, LONGEST_START_SECONDS))
            return
        until = time.monotonic() + UP_WITHIN_SECONDS
        while not victim.is_up() and time.monotonic() < until:
            if self._enough.wait(POLL_SECONDS):
                return
        self._enough.wait(random.uniform(POLL_SECONDS, LONGEST_WORK_SECONDS))
