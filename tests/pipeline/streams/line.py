"""A topic, what is published to it, and the recording workers of one group."""

import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from kafka import KafkaProducer

from pipeline.kafka import producer_options
from pipeline.settings import Settings
from tests.pipeline.streams.journal import Journal

WORKER = Path(__file__).with_name("recording_worker.py")

Process = subprocess.Popen[bytes]


class Line:
    """Leaving it kills what still runs."""

    def __init__(self, settings: Settings, topic: str, journal: Journal) -> None:
        self.settings = settings
        self.topic = topic
        self._journal = journal
        self._group = uuid.uuid4().hex
        self._started: list[Process] = []

    def publish(self, count: int) -> set[tuple[int, int]]:
        """Publish so many messages, spread over the partitions; their partitions and offsets."""
        producer = KafkaProducer(**producer_options(self.settings))
        sent = [
            producer.send(self.topic, key=b"%d" % (index % 97), value=b"{}")
            for index in range(count)
        ]
        places = [future.get(timeout=30) for future in sent]
        producer.close()
        return {(place.partition, place.offset) for place in places}

    @contextmanager
    def publishing(self, per_second: int) -> Iterator[set[tuple[int, int]]]:
        """Publish meanwhile, at about that rate; the places are complete after the end."""
        published: set[tuple[int, int]] = set()
        ended = threading.Event()

        def publish() -> None:
            while not ended.wait(0.2):
                published.update(self.publish(per_second // 5))

        thread = threading.Thread(target=publish)
        thread.start()
        try:
            yield published
        finally:
            ended.set()
            thread.join()

    def worker(self, *options: str) -> Process:
        """Start a worker, by the options of `recording_worker.py`."""
        places = [self.settings.kafka_bootstrap, self.topic, self._group, str(self._journal.file)]
        command = [sys.executable, str(WORKER), *places, *options]
        self._started.append(subprocess.Popen(command, cwd=Path.cwd(), env={"PYTHONPATH": "."}))
        return self._started[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._started:
            worker.kill()
            worker.wait()
