"""All contenders, one after the other, on the same preloaded topic."""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.report import Figures
from benchmarks.stream.contest import Contest
from benchmarks.stream.measure import Measure
from tests.services.any_broker import BrokerKind, a_broker

BROKERS: tuple[BrokerKind, ...] = ("embedded", "apache")
CONTENDERS = ("aiokafka", "faust_take", "ours", "quix")
SLOW = "faust_take"
SLOW_SHARE = 0.1
"""Of the events are enough to measure the slow one by."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3, help="the figures are their medians")
    parser.add_argument("--broker", choices=[*BROKERS, "both"], default="both")


def run(options: argparse.Namespace) -> Figures:
    """Each contender reads the whole topic in a process of its own, round after round.

    The figures of the embedded broker have no prefix, those of Apache Kafka have `apache.`.
    """
    figures: dict[str, float] = {}
    for kind in BROKERS if options.broker == "both" else [options.broker]:
        prefix = "" if kind == "embedded" else f"{kind}."
        with tempfile.TemporaryDirectory() as folder, a_broker(kind, Path(folder)) as broker:
            found = _contest(Contest(broker.settings, options.events), options.rounds)
        figures |= {f"{prefix}{figure}": value for figure, value in found.items()}
    return figures


def _contest(contest: Contest, rounds: int) -> dict[str, float]:
    contenders = [name for name in CONTENDERS if name != "quix" or find_spec("quixstreams")]
    measures: defaultdict[str, list[Measure]] = defaultdict(list)
    for _ in range(rounds):
        for name in contenders:
            measures[name].append(contest.run(name, SLOW_SHARE if name == SLOW else 1.0))
    figures: dict[str, float] = {}
    for name in contenders:
        figures[f"{name}.events_per_second"] = median(m.events_per_second for m in measures[name])
        figures[f"{name}.cpu_us_per_event"] = median(m.cpu_us_per_event for m in measures[name])
    return figures | _ratios(figures)


def _ratios(figures: Mapping[str, float]) -> dict[str, float]:
    ours, cpu = figures["ours.events_per_second"], figures["ours.cpu_us_per_event"]
    ratios = {
        "ours_over_faust_take": ours / figures["faust_take.events_per_second"],
        "cpu_ratio": cpu / figures["faust_take.cpu_us_per_event"],
        "ours_over_aiokafka": ours / figures["aiokafka.events_per_second"],
    }
    if "quix.events_per_second" in figures:
        ratios["ours_over_quix"] = ours / figures["quix.events_per_second"]
    return ratios
