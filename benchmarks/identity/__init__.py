"""Identity resolution against a known truth, through the streaming resolver."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from benchmarks.identity.learning import criteria_of, states_of
from benchmarks.identity.peers import Records, peers
from benchmarks.identity.scoring import figures_of, judged
from benchmarks.identity.sets import SETS, DataSet, Source, TruthColumn
from benchmarks.identity.social import run_social
from benchmarks.identity.streaming import Resolved, resolve
from benchmarks.report import Figures
from pipeline.flow.garbage import collect_seldom
from resolvers.evaluation import adjusted_rand

DATA = Path("../shared/data/identity")
SOCIAL = "social"
"""The demo's customers; they are made, not read."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dataset", choices=[*sorted(SETS), SOCIAL], default="febrl4")
    parser.add_argument("--data-root", type=Path, default=DATA, metavar="DIR")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="another set, instead")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="of that set")
    parser.add_argument("--truth", metavar="COLUMN", help="of that set: who is who")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="instead of the set's own")
    parser.add_argument("--comparisons", type=Path, metavar="FILE", help="what to train, likewise")
    parser.add_argument("--model", type=Path, metavar="FILE", help="a trained one, instead")
    parser.add_argument(
        "--peers",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="also resolve by the tools of `.[benchmarks]` that are installed",
    )
    parser.add_argument("--orders", type=int, default=2, help="how many orders are compared")
    parser.add_argument("--seed", type=int, default=1, help="of the first order")
    parser.add_argument("--seeds", type=int, default=5, help=f"how many days, of {SOCIAL}")
    parser.add_argument("--people", type=int, default=1000, help=f"on each day, of {SOCIAL}")


def run(options: argparse.Namespace) -> Figures:
    """Resolve the records in several orders; score the first, compare the others with it.

    Where the truth is a list of pairs, the figures are of the accounts that it has a word on;
    `all.…` takes every account that it does not name for a person of its own.
    """
    collect_seldom()
    if options.dataset == SOCIAL and options.csv is None:
        return run_social(options)
    chosen, root = _chosen(options)
    events, truth = chosen.events(root), chosen.persons(root)
    states = states_of(events)
    criteria = criteria_of(
        states,
        options.policy or chosen.policy,
        options.comparisons or chosen.comparisons,
        options.model,
    )
    runs = [
        resolve(events, criteria, Random(options.seed + number)) for number in range(options.orders)
    ]

    def score(found: Mapping[str, str]) -> Figures:
        if not chosen.lists_pairs:
            return figures_of(truth, found)
        return {
            **figures_of(judged(truth, found), found),
            **figures_of(truth, found, prefix="all."),
        }

    return {
        "records": len(truth),
        **score(runs[0].found),
        **_over_orders(runs),
        "records_per_second": len(truth) / runs[0].seconds,
        "records_per_second_per_core": len(truth) / runs[0].cpu_seconds,
        **(peers(_name(options), Records.of(states, criteria), score) if options.peers else {}),
    }


def _over_orders(runs: Sequence[Resolved]) -> Figures:
    first = runs[0]
    return {
        "orders": len(runs),
        "adjusted_rand_over_orders": min(adjusted_rand(first.found, each.found) for each in runs),
        "rejected_links": sum(each.rejected for each in runs),
        "adjusted_rand_after_reversal": min(
            adjusted_rand(each.found, each.after_reversal) for each in runs
        ),
    }


def _name(options: argparse.Namespace) -> str:
    return str(options.csv.name if options.csv else options.dataset)


def _chosen(options: argparse.Namespace) -> tuple[DataSet, Path]:
    if options.csv is None:
        return SETS[options.dataset], options.data_root
    if options.mapping is None or options.truth is None:
        raise SystemExit("--csv needs --mapping and --truth")
    source = Source(options.csv.name, options.mapping)
    return DataSet((source,), TruthColumn(options.truth)), options.csv.parent
