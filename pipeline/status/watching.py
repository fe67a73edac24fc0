"""A status that stays on the terminal and keeps up, until q or Ctrl-C."""

import select
import sys
import termios
import time
import tty
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.text import Text

from pipeline.status.comparing import status_of
from pipeline.status.look import Look
from pipeline.status.looking import Observer
from pipeline.status.table import shown

WINDOW_SECONDS = 10.0
"""Rates are over the looks of so long: steady enough to read, fresh enough to act on."""


def watch(observer: Observer, console: Console, every_seconds: float) -> None:
    """Show the status again and again."""
    looks: deque[Look] = deque()
    with _keys(), Live(Text("looking…"), console=console, screen=True, auto_refresh=False) as live:
        while True:
            began = time.monotonic()
            looks.append(observer.look())
            while len(looks) > 2 and looks[-1].at - looks[0].at > WINDOW_SECONDS:
                looks.popleft()
            live.update(shown(status_of(looks[0], looks[-1])), refresh=True)
            if _is_asked_to_end(every_seconds - (time.monotonic() - began)):
                return


@contextmanager
def _keys() -> Iterator[None]:
    """Have single keys come at once, if anybody is there to press them."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _is_asked_to_end(seconds: float) -> bool:
    if not sys.stdin.isatty():
        time.sleep(max(0.0, seconds))
        return False
    pressed, _, _ = select.select([sys.stdin], [], [], max(0.0, seconds))
    return bool(pressed) and sys.stdin.read(1) in {"q", "Q"}
