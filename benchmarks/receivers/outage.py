"""The connector server under load while its broker goes away and comes back."""

import argparse
import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.receivers.callback import APP_ID, CONNECTORS, ENVIRONMENT, is_echo, message_id
from benchmarks.receivers.caller import TAKEN, Answered, Plan
from benchmarks.report import Figures
from benchmarks.stream.comparing import BROKERS
from pipeline.dead_letters.topic import read_topic
from pipeline.embedded.ports import HOST, free_port
from schemas.raw import RawEvent
from schemas.topics import raw_topic
from tests.services.any_broker import AnyBroker, a_broker

BEFORE_SECONDS = 10.0
AFTER_SECONDS = 15.0
AGAIN_SECONDS = 5.0
DRAIN_SECONDS = 60.0
OPEN_CONNECTIONS = 800
START_SECONDS = 60.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--broker", choices=[*BROKERS, "both"], default="both")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=15, help="of load as high as it goes")
    parser.add_argument("--away-seconds", type=float, default=30)


def run(options: argparse.Namespace) -> Figures:
    """As high a load as it carries, for the rate; then half of it while the broker is away.

    Apache Kafka is stopped and started; the embedded broker, which forgets when it stops, stands
    still for as long. The figures of Apache Kafka have the prefix `apache.`.
    """
    figures: dict[str, float] = {}
    for kind in BROKERS if options.broker == "both" else [options.broker]:
        prefix = "" if kind == "embedded" else f"{kind}."
        with tempfile.TemporaryDirectory() as folder, a_broker(kind, Path(folder) / "b") as broker:
            found = _one_broker(broker, Path(folder), options)
        figures |= {f"{prefix}{figure}": value for figure, value in found.items()}
    return figures


def _one_broker(broker: AnyBroker, folder: Path, options: argparse.Namespace) -> dict[str, float]:
    port = free_port()
    plan = Plan(
        host=HOST,
        port=port,
        connections=options.connections,
        open_connections=OPEN_CONNECTIONS,
        closed_seconds=options.seconds,
        open_seconds=BEFORE_SECONDS + options.away_seconds + AFTER_SECONDS,
        open_share=0.5,
        again_seconds=AGAIN_SECONDS,
        drain_seconds=DRAIN_SECONDS,
    )
    with _connectors(broker, folder, port):
        answers, gone, back = _called(plan, broker, folder, options.away_seconds)
        topic = raw_topic("wechat_oa").name
        on_topic = Counter(
            raw.dedupe_key.split(":")[-1]
            for raw in map(RawEvent.from_bytes, _values(broker, topic))
            if raw.source_account == APP_ID
        )
    return _figures(answers, on_topic, options.seconds, gone, back)


def _called(
    plan: Plan, broker: AnyBroker, folder: Path, away_seconds: float
) -> tuple[list[Answered], float, float]:
    """The answers, and when the broker went away and came back."""
    plan.save(folder / "plan.json")
    command = (sys.executable, "-c", "from benchmarks.receivers.caller import main; main()")
    arguments = (str(folder / "plan.json"), str(folder / "answers.csv"))
    with subprocess.Popen((*command, *arguments), stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        assert caller.stdout.readline().startswith("open")
        time.sleep(BEFORE_SECONDS)
        gone = time.time()
        _take_away(broker)
        time.sleep(max(gone + away_seconds - time.time(), 0))
        _give_back(broker)
        back = time.time()
        caller.wait()
    with (folder / "answers.csv").open(newline="") as lines:
        rows = [
            Answered(int(number), phase, float(began), float(seconds), int(status))
            for number, phase, began, seconds, status in csv.reader(lines)
        ]
    return rows, gone, back


def _figures(
    answers: Sequence[Answered],
    on_topic: Counter[str],
    closed_seconds: float,
    gone: float,
    back: float,
) -> dict[str, float]:
    echoes = [a.seconds for a in answers if is_echo(a.number) and a.phase == "open"]
    answers = [answer for answer in answers if not is_echo(answer.number)]
    taken = {message_id(answer.number) for answer in answers if answer.status == TAKEN}
    closed = [a.seconds for a in answers if a.phase == "closed" and a.status == TAKEN]
    steady = [a.seconds for a in answers if a.phase == "open" and a.began < gone - 1]
    away = [a for a in answers if a.phase == "open" and gone < a.began < back]
    last_taken = max(a.began + a.seconds for a in answers if a.status == TAKEN)
    return {
        "callbacks_per_second": len(closed) / closed_seconds,
        "p99_seconds": _percentile(closed, 99),
        "steady.p99_seconds": _percentile(steady, 99),
        "steady.slowest_seconds": max(steady),
        "echo.p99_seconds": _percentile(echoes, 99),
        "echo.slowest_seconds": max(echoes),
        "away.answers": len(away),
        "away.turned_away": sum(a.status != TAKEN for a in away),
        "away.slowest_seconds": max(a.seconds for a in away),
        "away.no_answer_in_5_seconds": sum(a.status == 0 for a in away),
        "back.seconds_until_all_taken": last_taken - back,
        "acknowledged": len(taken),
        "never_acknowledged": len({a.number for a in answers}) - len(taken),
        "lost": len(taken - on_topic.keys()),
        "duplicated": sum(times - 1 for key, times in on_topic.items() if key in taken),
    }


def _take_away(broker: AnyBroker) -> None:
    if broker.settings.embedded_broker:
        os.kill(broker.pid, signal.SIGSTOP)
    else:
        broker.stop()


def _give_back(broker: AnyBroker) -> None:
    if broker.settings.embedded_broker:
        os.kill(broker.pid, signal.SIGCONT)
    else:
        broker.start()
        broker.wait_until_ready()


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) * percent // 100, len(values) - 1)]


def _values(broker: AnyBroker, topic: str) -> Iterator[bytes]:
    return (record.value for record in read_topic(broker.settings, topic) if record.value)


@contextmanager
def _connectors(broker: AnyBroker, folder: Path, port: int) -> Iterator[None]:
    """`guiyi connectors run`, a process of its own."""
    (folder / "connectors.yaml").write_text(CONNECTORS)
    settings = {
        "GUIYI_DATA_DIR": str(folder / "data"),
        "GUIYI_CONNECTORS_FILE": str(folder / "connectors.yaml"),
        "GUIYI_CONNECTOR_HOST": HOST,
        "GUIYI_CONNECTOR_PORT": str(port),
        "GUIYI_KAFKA_BOOTSTRAP": broker.settings.kafka_bootstrap,
        "GUIYI_EMBEDDED_BROKER": str(broker.settings.embedded_broker),
        "GUIYI_LOG_LEVEL": "warning",
    }
    command = (sys.executable, "-m", "pipeline.cli", "connectors", "run")
    with subprocess.Popen(command, env=os.environ | ENVIRONMENT | settings) as connectors:
        try:
            _wait_until_ready(f"http://{HOST}:{port}/ready")
            yield
        finally:
            connectors.terminate()


def _wait_until_ready(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            httpx.get(url, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            assert time.monotonic() < until, "the connectors do not come up"
            time.sleep(0.1)
        else:
            return
