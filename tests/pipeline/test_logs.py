"""What a process writes to stderr, whoever in it writes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.logs import last_line
from pipeline.settings import Settings
from schemas.errors import Fatal

BEGINS = (
    "import logging, threading, warnings\n"
    "import structlog\n"
    "from pipeline.logs import configure_logs\n"
    "from pipeline.settings import Settings\n"
    "configure_logs(Settings())\n"
)


def test_libraries_log_in_the_same_form_as_we_do() -> None:
    ours, theirs, warned = lines_of(
        "structlog.get_logger().warning('dead_letter', offset=7)\n"
        "logging.getLogger('kafka.conn').error('broken pipe to %s', 'a broker')\n"
        "logging.getLogger('kafka.conn').info('not worth a line')\n"
        "warnings.warn('old', stacklevel=1)\n"
    )
    assert (ours["event"], ours["level"], ours["offset"]) == ("dead_letter", "warning", 7)
    assert (theirs["event"], theirs["level"]) == ("broken pipe to a broker", "error")
    assert theirs["logger"] == "kafka.conn"
    assert "old" in warned["event"]
    assert ours["timestamp"] <= theirs["timestamp"]


def test_what_is_bound_stands_in_the_lines_of_libraries_too() -> None:
    (line,) = lines_of(
        "with structlog.contextvars.bound_contextvars(first_offset=3):\n"
        "    logging.getLogger('aiokafka').warning('lost')\n"
    )
    assert line["first_offset"] == 3


@pytest.mark.parametrize(
    "program",
    [
        "raise ValueError('what of 13800138000')\n",
        (
            "def work(): raise ValueError('what of 13800138000')\n"
            "thread = threading.Thread(target=work); thread.start(); thread.join()\n"
        ),
        (
            "try: raise ValueError('what of 13800138000')\n"
            "except ValueError: logging.getLogger('faust').exception('no luck with 13800138000')\n"
        ),
    ],
)
def test_a_crash_is_one_line_and_shows_no_phone(program: str) -> None:
    (line,) = lines_of(program)
    assert "ValueError: what of 138****8000" in line["exception"]
    assert "13800138000" not in json.dumps(line)


def test_a_process_that_ends_with_an_error_says_why_in_the_form_of_its_log() -> None:
    error = Fatal("port 1 is in use")
    ended = json.loads(last_line(Settings(log_format="json"), error))
    assert (ended["event"], ended["level"]) == ("ended", "critical")
    assert ended["reason"] == "port 1 is in use"
    assert ended["timestamp"]
    assert last_line(Settings(log_format="console"), error) == "port 1 is in use"


def test_for_people_a_line_is_no_json() -> None:
    written = stderr_of("structlog.get_logger().warning('dead_letter', offset=7)", "console")
    assert "dead_letter" in written
    assert "offset=7" in written
    assert not written.startswith("{")


def lines_of(program: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stderr_of(program, "json").splitlines()]


def stderr_of(program: str, log_format: str) -> str:
    environment = {
        **os.environ,
        "GUIYI_LOG_FORMAT": log_format,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    # The program's own lines are no text of its trace: it is not in a file.
    ran = subprocess.run(
        [sys.executable, "-c", BEGINS + program],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=60,
    )
    assert not ran.stdout
    return ran.stderr
