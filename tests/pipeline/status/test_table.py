"""What a person sees."""

from io import StringIO

from rich.console import Console

from pipeline.status.status import PartStatus, StageStatus, Status, TopicLag
from pipeline.status.table import shown


def text_of(status: Status) -> str:
    console = Console(file=StringIO(), width=120)
    with console.capture() as capture:
        console.print(shown(status))
    return capture.get()


def a_status(**changes: object) -> Status:
    fields: dict[str, object] = {
        "seconds": 2.0,
        "problems": [],
        "parts": [PartStatus("worker", "http://w:1", "", 150 * 2**20, {"store": 2, "broker": 0})],
        "stages": [StageStatus("resolve", "worker", 1234.5, 1200.0, 880.4, 0.25, 12.0, 3, 4)],
        "lag": [TopicLag("guiyi-worker", "events", 1500, 4000.0)],
        "dead_letters": {},
    }
    return Status(**fields | changes)  # type: ignore[arg-type]


def lines_of(status: Status) -> list[list[str]]:
    return [line.split() for line in text_of(status).splitlines()]


def test_all_is_shown_with_its_units() -> None:
    lines = lines_of(a_status())
    assert ["all", "is", "well"] in lines
    assert ["worker", "http://w:1", "ready", "150", "MiB", "store", "2"] in lines
    rates = ["1,234.5", "1,200.0", "880", "250", "ms", "12.0", "s", "3", "4"]
    assert ["resolve", "worker", *rates] in lines
    assert ["guiyi-worker", "events", "1,500", "4,000", "s"] in lines


def test_problems_come_first() -> None:
    status = a_status(problems=["store: away for 75 s", "sink: is not ready"])
    assert text_of(status).splitlines()[:2] == [
        "✗ store: away for 75 s".ljust(120),
        "✗ sink: is not ready".ljust(120),
    ]


def test_dead_letters_are_counted_by_step() -> None:
    status = a_status(dead_letters={"read_payload": 7}, dead_letters_complete=False)
    assert ["read_payload", "at", "least", "7"] in lines_of(status)


def test_what_is_not_known_is_a_dash() -> None:
    stage = StageStatus("write", "sink", 0, 0, None, None, None, 0, 0)
    lines = lines_of(a_status(stages=[stage], lag=None))
    assert ["write", "sink", "0.0", "0.0", "–", "–", "–", "0", "0"] in lines
    assert not any("events" in line for line in lines)
