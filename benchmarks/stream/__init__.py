"""Consuming a topic and doing nothing but count: our batch agent, Faust's own and peers."""

from benchmarks.stream.comparing import add_options, run

__all__ = ["add_options", "run"]
