"""One topic of small events, and programs that read it."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random

from benchmarks.stream.measure import Measure
from pipeline.flow.outputs import Output, Outputs
from pipeline.kafka import create_topics
from pipeline.settings import Settings
from schemas.topics import EVENTS

PARTITIONS = 4
PRELOADED_AT_ONCE = 10_000
CONTENDER_SECONDS = 300


class Contest:
    """A topic that is filled once and read by each contender in a consumer group of its own.

    Args:
        settings: those of the broker's clients.
        events: how many the topic holds.
    """

    def __init__(self, settings: Settings, events: int) -> None:
        self._settings = settings.model_copy(update={"topic_partitions": PARTITIONS})
        self._events = events
        self._topic = f"stream.{uuid.uuid4().hex[:8]}"
        asyncio.run(self._preload())

    def run(self, contender: str, share: float) -> Measure:
        """Have a contender read that share of the events, in a process of its own.

        Raises:
            CalledProcessError: it failed; what it wrote stands on our standard error.
            TimeoutExpired: it did not see all events.
        """
        events = str(int(self._events * share))
        module = f"benchmarks.stream.contenders.{contender}_contender"
        with tempfile.TemporaryDirectory() as folder:
            finished = subprocess.run(
                [sys.executable, "-m", module, self._settings.kafka_bootstrap, self._topic, events],
                env={**os.environ, "TMPDIR": folder},
                stdout=subprocess.PIPE,
                check=True,
                timeout=CONTENDER_SECONDS,
            )
        return Measure(**json.loads(finished.stdout.splitlines()[-1]))

    async def _preload(self) -> None:
        create_topics(self._settings, [replace(EVENTS, name=self._topic)])
        outputs = Outputs(self._settings)
        made = self._made()
        while some := list(islice(made, PRELOADED_AT_ONCE)):
            await outputs.produce(some)
        await outputs.stop()

    def _made(self) -> Iterator[Output]:
        chance = Random(7)
        for number in range(self._events):
            visitor = b"visitor-%d" % chance.randrange(10_000)
            event_id = uuid.UUID(int=chance.getrandbits(128))
            page = f"/products/{number % 997}"
            value = {"event_id": str(event_id), "page": page, "at": 1767225600 + number}
            yield Output(self._topic, visitor, json.dumps(value).encode())
