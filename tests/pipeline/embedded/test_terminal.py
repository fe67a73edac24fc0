import io
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.embedded.notices import Died, Forgotten, Halted, Notice, PortTaken, Stopped, Up
from pipeline.embedded.terminal import Terminal

DIED = Died("sink", "exited with 1", 0.5, "no such table [events]", Path("/data/logs/sink.log"))


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        (
            PortTaken("broker", 19092, "java [old] (pid 7)", 40001),
            "broker: port 19092 is in use by java [old] (pid 7), using 40001",
        ),
        (Up("worker", "http://127.0.0.1:16066", 812, 5.25), "http://127.0.0.1:16066"),
        (DIED, "exited with 1; starting it again in 0.5 s"),
        (DIED, "/data/logs/sink.log: no such table [events]"),
        (Halted("worker", "1001 dead letters [in all]"), "1001 dead letters [in all]"),
        (Forgotten(42, 1.2), "lost with the broker: 42 unprocessed messages (as of 1 s ago)"),
        (Forgotten(None, 0), "lost with the broker: all unprocessed messages and all dead"),
        (Stopped("broker", killed=True), "stopped by force"),
    ],
)
def test_every_notice_is_said_in_words(notice: Notice, words: str) -> None:
    said = io.StringIO()
    Terminal(Console(file=said))(notice)
    assert words in said.getvalue()
