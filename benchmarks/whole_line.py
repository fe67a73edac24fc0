"""FEBRL 4 by its social security numbers, through the whole embedded line."""

import csv
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from connectors.crm.export import CrmExport
from connectors.crm.mapping_file import load_mapping
from connectors.sdk.files.importing import import_file
from connectors.sdk.publisher import Publisher
from pipeline.clickhouse import connect
from pipeline.demo.directory import embedded_settings
from pipeline.embedded.stack import Stack
from pipeline.kafka import aiokafka_producer_options

DATA = Path("../shared/data/identity")
FILES = {"febrl4": ("febrl_4a.csv", "febrl_4b.csv")}
MAPPING = Path("deploy/mappings/febrl.yaml")
DRAIN_SECONDS = 300


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
    with Stack(embedded_settings(data_dir)) as stack:
        started = time.monotonic()
        with closing(Publisher(aiokafka_producer_options(stack.settings))) as publisher:
            for file in files:
                import_file(
                    file,
                    CrmExport(load_mapping(MAPPING)),
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
