"""Kills and other harm done to a line while it works, against an undisturbed run."""

import argparse
import secrets
import tempfile
import time
from pathlib import Path

from benchmarks.report import Figures
from pipeline.demo.day import make_day
from pipeline.demo.platforms import SOCIAL
from tests.faults.differences import compare
from tests.faults.scenarios import SCENARIOS, SERVICE_SCENARIOS, Case, undisturbed

ALL = {**SCENARIOS, **SERVICE_SCENARIOS}
KILL = "killed."


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=200, help="in each scenario that kills")
    parser.add_argument("--people", type=int, default=600, help="whose day is delivered")
    parser.add_argument(
        "--seed", type=int, default=None, help="of the moments; random unless given"
    )
    parser.add_argument(
        "--scenario", choices=[*ALL, "all"], default="kills", metavar="NAME",
        help=f"one of {', '.join(ALL)}; all: those that need the embedded stack only",
    )  # fmt: skip


def run(options: argparse.Namespace) -> Figures:
    """Run the scenarios one after the other; the first figures are the sums over all of them."""
    if options.seed is None:
        options.seed = secrets.randbelow(10**6)
    print(f"seed {options.seed}")
    day = make_day(options.people, seed=7, platforms=SOCIAL)
    chosen = list(SCENARIOS) if options.scenario == "all" else [options.scenario]
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        reference = undisturbed(Case(day, Path(folder) / "undisturbed", options.seed)).state
        for name in chosen:
            started = time.monotonic()
            outcome = ALL[name](Case(day, Path(folder) / name, options.seed, options.kills))
            differences = compare(reference, outcome.state)
            for line in (*differences.examples, *outcome.crashes):
                print(f"{name}: {line}")
            harm = outcome.harm
            figures |= {
                f"{name}.kills": sum(n for what, n in harm.items() if what.startswith(KILL)),
                f"{name}.lost": differences.lost,
                f"{name}.duplicated": differences.duplicated,
                f"{name}.wrong_profiles": differences.wrong_profiles,
                f"{name}.crashes": len(outcome.crashes),
                f"{name}.seconds": time.monotonic() - started,
                **{f"{name}.{what}": count for what, count in harm.items()},
            }
    totals = {
        what: sum(figures[f"{name}.{what}"] for name in chosen)
        for what in ("kills", "lost", "duplicated", "wrong_profiles")
    }
    return {**totals, "events": day.events.total(), **figures}
