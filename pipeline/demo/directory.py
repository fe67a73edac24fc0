"""The demo's data directory: made anew for each day, and never somebody else's."""

import json
import shutil
from pathlib import Path

from pipeline.embedded.ports import HOST
from pipeline.embedded.running import load_running
from pipeline.settings import Settings
from schemas.errors import Fatal

MARK = "demo.json"
"""Says that a directory is the demo's, and which day it holds."""


def prepare_directory(path: Path, *, people: int, seed: int) -> bool:
    """Make an empty directory for a day, and say whether it held an earlier demo, now gone.

    Raises:
        Fatal: when it holds something that is not the demo's, or a stack runs on it.
    """
    if load_running(path):
        raise Fatal(f"a stack runs on {path}; stop it first, or give another --data directory")
    holds_something = path.exists() and any(path.iterdir())
    if holds_something:
        if not (path / MARK).is_file():
            raise Fatal(f"{path} holds data that is not the demo's; give another --data directory")
        shutil.rmtree(path)
    path.mkdir(parents=True, exist_ok=True)
    mark = {"people": people, "seed": seed}
    (path / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
    return holds_something


def embedded_settings(data_dir: Path, connectors_file: Path | None = None) -> Settings:
    """Settings of a stack that stays on this machine, whatever the environment points at.

    Invented customers must never reach a real deployment. Ports are any that are free. Without a
    file of connectors it is the data directory's.
    """
    return Settings(
        data_dir=data_dir,
        connectors_file=connectors_file,
        embedded_broker=True,
        embedded_clickhouse=True,
        store_url="",
        kafka_bootstrap=f"{HOST}:0",
        clickhouse_url=f"http://{HOST}:0",
        connector_host=HOST,
        connector_port=0,
        worker_port=0,
        sink_port=0,
    )
