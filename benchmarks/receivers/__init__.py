"""Callbacks under load, with the broker there, gone and back: what is acknowledged arrives once."""

from benchmarks.receivers.outage import add_options, run

__all__ = ["add_options", "run"]
