"""Batch tools on the same records: Splink and recordlinkage, where they are installed."""

import time
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec

from benchmarks.identity.peers.best import at_best
from benchmarks.identity.peers.records import Records
from benchmarks.identity.peers.settings import settings_of
from benchmarks.report import Figures

PEERS = ("splink", "recordlinkage")


def peers(dataset: str, records: Records, score: Callable[[Mapping[str, str]], Figures]) -> Figures:
    """The figures of each peer under its name; who is not installed is said to be left out.

    Peers have all records at once, learn without labels, and are scored at their best threshold.
    """
    settings = settings_of(dataset, records.fields)
    figures: dict[str, float] = {}
    for name in PEERS:
        if find_spec(name) is None:
            print(f"{name} is not installed and left out: pip install '.[benchmarks]'")
            continue
        peer = import_module(f"benchmarks.identity.peers.{name}_peer")
        began = time.perf_counter()
        pairs = list(peer.weighed_pairs(records, settings))
        seconds = time.perf_counter() - began
        best = at_best(records.rows, pairs, score)
        best = {**best, "records_per_second": len(records.rows) / seconds}
        figures |= {f"{name}.{figure}": value for figure, value in best.items()}
    return figures


__all__ = ["PEERS", "Records", "peers"]
