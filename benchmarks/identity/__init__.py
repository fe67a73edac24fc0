"""Identity resolution against a known truth, through the streaming resolver."""

import argparse
from collections import Counter
from pathlib import Path
from random import Random

from benchmarks.identity.learning import learn
from benchmarks.identity.sets import SETS, DataSet, Source, TruthColumn
from benchmarks.identity.social import run_social
from benchmarks.identity.streaming import Resolved, resolve
from benchmarks.report import Figures
from pipeline.flow.garbage import collect_seldom
from resolvers.evaluation import adjusted_rand, b_cubed, pair_scores

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
    parser.add_argument("--orders", type=int, default=2, help="how many orders are compared")
    parser.add_argument("--seed", type=int, default=1, help="of the first order")
    parser.add_argument("--seeds", type=int, default=5, help=f"how many days, of {SOCIAL}")
    parser.add_argument("--people", type=int, default=1000, help=f"on each day, of {SOCIAL}")


def run(options: argparse.Namespace) -> Figures:
    """Resolve the records in several orders; score the first, compare the others with it.

    `listed.…` counts only records that the truth has in some pair: a list of pairs may not be all.
    """
    collect_seldom()
    if options.dataset == SOCIAL and options.csv is None:
        return run_social(options)
    chosen, root = _chosen(options)
    events, truth = chosen.events(root), chosen.persons(root)
    criteria = learn(
        events, options.policy or chosen.policy, options.comparisons or chosen.comparisons
    )
    runs = [
        resolve(events, criteria, Random(options.seed + number)) for number in range(options.orders)
    ]
    first = runs[0]
    persons = Counter(truth.values())
    listed = {account: person for account, person in truth.items() if persons[person] > 1}
    scores, cubes = pair_scores(truth, first.found), b_cubed(truth, first.found)
    return {
        "records": len(truth),
        "cluster_pair_precision": scores.precision,
        "cluster_pair_recall": scores.recall,
        "cluster_pair_f1": scores.f1,
        "b_cubed_f1": cubes.f1,
        "listed.cluster_pair_f1": pair_scores(listed, first.found).f1,
        "orders": len(runs),
        "adjusted_rand_over_orders": min(adjusted_rand(first.found, each.found) for each in runs),
        "rejected_links": sum(each.rejected for each in runs),
        "adjusted_rand_after_reversal": min(map(_reversal, runs)),
        "records_per_second": len(truth) / first.seconds,
        "records_per_second_per_core": len(truth) / first.cpu_seconds,
    }


def _reversal(resolved: Resolved) -> float:
    return adjusted_rand(resolved.found, resolved.after_reversal)


def _chosen(options: argparse.Namespace) -> tuple[DataSet, Path]:
    if options.csv is None:
        return SETS[options.dataset], options.data_root
    if options.mapping is None or options.truth is None:
        raise SystemExit("--csv needs --mapping and --truth")
    source = Source(options.csv.name, options.mapping)
    return DataSet((source,), TruthColumn(options.truth)), options.csv.parent
