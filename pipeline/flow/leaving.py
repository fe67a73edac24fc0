"""How a worker ends when it meets a bug, or too many dead letters."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from pipeline.dead_letters.halted import EXIT_HALTED, Halted

log = structlog.get_logger()

EXIT_FAILED = 70
"""The exit code after a bug, as sysexits.h has it for an internal software error."""


@contextmanager
def leaving_on_a_bug(task: str) -> Iterator[None]:
    """End the process at whatever is raised.

    Faust would start an agent again, behind the batch that failed, and its own crash can hang.
    State is whole at every moment, so it is safe to leave at once.
    """
    try:
        yield
    except Halted as halted:
        log.critical("worker_halted", task=task, reason=str(halted))
        os._exit(EXIT_HALTED)
    except Exception:
        log.exception("worker_failed", task=task)
        os._exit(EXIT_FAILED)
