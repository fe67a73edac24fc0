"""Identity resolution against a known truth, through the whole embedded line."""

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from benchmarks.report import Figures
from connectors.crm.importing import import_file
from connectors.crm.mapping_file import load_mapping
from connectors.sdk.publisher import Publisher
from pipeline.clickhouse import connect
from pipeline.embedded.stack import Stack
from pipeline.kafka import producer_options
from pipeline.settings import Settings
from resolvers.evaluation import adjusted_rand, b_cubed, pair_scores

DATA = Path("../shared/data/identity")
FILES = {"febrl4": ("febrl_4a.csv", "febrl_4b.csv")}
MAPPING = Path("deploy/mappings/febrl.yaml")
DRAIN_SECONDS = 300


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dataset", choices=sorted(FILES), default="febrl4")
    parser.add_argument("--data-root", type=Path, default=DATA, metavar="DIR")
    parser.add_argument("--seed", type=int, default=1, help="of the order in the second run")


def run(options: argparse.Namespace) -> Figures:
    """Import the files as they are, then in another order; score both against the truth."""
    files = [options.data_root / name for name in FILES[options.dataset]]
    truth = {account: person for file in files for account, (person, _) in records(file).items()}
    exact = {account: key for file in files for account, (_, key) in records(file).items()}
    with tempfile.TemporaryDirectory() as folder:
        found, seconds = resolve(files, Path(folder) / "as-they-are")
        shuffled = [shuffle(file, Path(folder), options.seed) for file in reversed(files)]
        again, _ = resolve(shuffled, Path(folder) / "shuffled")
    scores, joined, cubes = (
        pair_scores(truth, found),
        pair_scores(truth, exact),
        b_cubed(truth, found),
    )
    return {
        "records": len(truth),
        "cluster_pair_precision": scores.precision,
        "cluster_pair_recall": scores.recall,
        "cluster_pair_f1": scores.f1,
        "b_cubed_f1": cubes.f1,
        "exact_join.cluster_pair_precision": joined.precision,
        "exact_join.cluster_pair_recall": joined.recall,
        "adjusted_rand_over_orders": adjusted_rand(found, again),
        "records_per_second": len(truth) / seconds,
    }


def records(file: Path) -> dict[str, tuple[str, str]]:
    """Each record's account id, with the person it is of and its social security number."""
    with file.open(newline="") as lines:
        rows = csv.DictReader(lines, skipinitialspace=True)
        return {
            f"crm:febrl:{row['rec_id']}": (
                row["rec_id"].split("-")[1],
                row["soc_sec_id"] or row["rec_id"],
            )
            for row in rows
        }


def resolve(files: list[Path], data_dir: Path) -> tuple[Mapping[str, str], float]:
    """Import the files into a stack of their own: each account's profile, and the seconds taken."""
    with Stack(Settings(data_dir=data_dir)) as stack:
        started = time.monotonic()
        with closing(Publisher(producer_options(stack.settings))) as publisher:
            for file in files:
                import_file(
                    file,
                    load_mapping(MAPPING),
                    publisher,
                    rejected_path=data_dir / f"{file.name}.rejected.csv",
                )
        stack.wait_until_drained(DRAIN_SECONDS)
        seconds = time.monotonic() - started
        with closing(connect(stack.settings)) as clickhouse:
            rows = clickhouse.rows(
                "select account_id, toString(profile_id) from account_profiles final"
            )
    return dict(rows), seconds


def shuffle(file: Path, folder: Path, seed: int) -> Path:
    """The same records in another order, as a file in `folder`."""
    header, *rows = file.read_text().splitlines(keepends=True)
    random.Random(seed).shuffle(rows)
    shuffled = folder / file.name
    shuffled.write_text(header + "".join(rows))
    return shuffled
