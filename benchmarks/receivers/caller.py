"""Makes the calls, in a process of its own, which is given the plan's file and the answers'.

First as many calls as a few connections carry, one after the other on each; then new callbacks at
an even rate, on as many connections as that takes. As platforms do, what was not taken is called
again some seconds later, and then after longer each time.
"""

import asyncio
import csv
import heapq
import json
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.receivers.callback import request

TAKEN = 200
ANSWER_SECONDS = 5.0
"""WeChat cuts the connection then."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do. `drain_seconds` is how long what was not taken is called again at the end."""

    host: str
    port: int
    connections: int
    open_connections: int
    closed_seconds: float
    open_seconds: float
    open_share: float
    again_seconds: float
    drain_seconds: float

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))


class Answered(NamedTuple):
    """A call as it went. `status` is 0 where there was no answer in time."""

    number: int
    phase: str
    began: float
    seconds: float
    status: int


@dataclass
class Caller:
    """All calls of the plan."""

    plan: Plan
    answers: list[Answered] = field(default_factory=list)
    _again: list[tuple[float, int]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)
    _tries: Counter[int] = field(default_factory=Counter)
    _taken: int = 0

    async def run(self) -> None:
        began = time.time()
        until = began + self.plan.closed_seconds
        await self._on_all(self.plan.connections, self._back_to_back, until)
        taken = sum(answer.status == TAKEN for answer in self.answers)
        rate = taken / (time.time() - began) * self.plan.open_share
        print(f"open {time.time()}", flush=True)
        due: asyncio.Queue[int] = asyncio.Queue()
        feeding = asyncio.create_task(self._feed(due, rate))
        ends = time.time() + self.plan.open_seconds + self.plan.drain_seconds
        await self._on_all(
            self.plan.open_connections, lambda line, until: self._from(due, line, until), ends
        )
        await feeding

    async def _on_all(self, connections: int, calling: "_Calling", until: float) -> None:
        lines = [_Line(self.plan) for _ in range(connections)]
        await asyncio.gather(*(calling(line, until) for line in lines))

    async def _back_to_back(self, line: "_Line", until: float) -> None:
        while time.time() < until:
            await self._call(line, next(self._numbers), "closed")

    async def _feed(self, due: "asyncio.Queue[int]", rate: float) -> None:
        """New callbacks evenly, and those that were not taken when their time has come."""
        began = time.time()
        offered = 0
        while (now := time.time()) < began + self.plan.open_seconds + self.plan.drain_seconds:
            while now < began + self.plan.open_seconds and offered < (now - began) * rate:
                due.put_nowait(next(self._numbers))
                offered += 1
            while self._again and self._again[0][0] <= now:
                due.put_nowait(heapq.heappop(self._again)[1])
            if now > began + self.plan.open_seconds and self._taken == offered:
                break
            await asyncio.sleep(0.005)
        for _ in range(self.plan.open_connections):
            due.put_nowait(-1)

    async def _from(self, due: "asyncio.Queue[int]", line: "_Line", until: float) -> None:
        while time.time() < until and (number := await due.get()) >= 0:
            if await self._call(line, number, "open") == TAKEN:
                self._taken += 1
            else:
                self._tries[number] += 1
                wait_seconds = self.plan.again_seconds * min(self._tries[number], 4)
                heapq.heappush(self._again, (time.time() + wait_seconds, number))

    async def _call(self, line: "_Line", number: int, phase: str) -> int:
        began = time.time()
        status = await line.call(number)
        self.answers.append(Answered(number, phase, began, time.time() - began, status))
        return status


_Calling = Callable[["_Line", float], Awaitable[None]]


class _Line:
    """One connection, opened anew after it broke."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def call(self, number: int) -> int:
        try:
            return await asyncio.wait_for(self._exchange(number), ANSWER_SECONDS)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            if self._streams is not None:
                self._streams[1].close()
            self._streams = None
            return 0

    async def _exchange(self, number: int) -> int:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._plan.host, self._plan.port)
        reader, writer = self._streams
        writer.write(request(number, f"{self._plan.host}:{self._plan.port}"))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        await reader.readexactly(length)
        return int(head.split(" ", 2)[1])


def main() -> None:
    plan_path, answers_path = map(Path, sys.argv[1:])
    caller = Caller(Plan(**json.loads(plan_path.read_text())))
    asyncio.run(caller.run())
    with answers_path.open("w", newline="") as lines:
        csv.writer(lines).writerows(caller.answers)
