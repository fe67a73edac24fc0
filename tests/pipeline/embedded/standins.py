"""Tiny programs to supervise."""

import sys
from typing import Any

from pipeline.embedded.part import Part

SLEEPS = "import time; time.sleep(600)"
SAYS_AND_FAILS = "print('no such disk'); raise SystemExit(3)"
HALTS_WITHOUT = """
import os, time
if not os.path.exists({!r}):
    print("too many")
    raise SystemExit(65)
time.sleep(600)
"""
IGNORES_SIGTERM = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(600)"
)


def standin(name: str, program: str = SLEEPS, **changes: Any) -> Part:
    """A part that runs a line of Python."""
    return Part(name=name, command=(sys.executable, "-S", "-c", program), **changes)
