"""Where status looks."""

import pytest

from pipeline.settings import Settings
from pipeline.status.processes import Process, as_setting, processes
from schemas.errors import Fatal


def test_without_names_there_is_one_of_each_kind_on_this_machine() -> None:
    found = processes(Settings(worker_port=1, sink_port=2, connector_port=3, pages_host="0.0.0.0"))
    assert [(each.kind, each.address) for each in found] == [
        ("connectors", "http://127.0.0.1:3"),
        ("worker", "http://127.0.0.1:1"),
        ("sink", "http://127.0.0.1:2"),
    ]


def test_a_process_without_pages_is_not_asked() -> None:
    assert [each.kind for each in processes(Settings(sink_port=0))] == ["connectors", "worker"]


def test_several_of_a_kind_are_told_apart_by_their_names() -> None:
    named = "worker-1=http://a:16066, worker-2=https://b:16066/"
    assert processes(Settings(status_processes=named)) == [
        Process("worker-1", "worker", "http://a:16066"),
        Process("worker-2", "worker", "https://b:16066"),
    ]


def test_a_stack_names_its_own_processes_for_those_who_join_it() -> None:
    parts = {"broker": "127.0.0.1:1", "worker": "http://h:2", "worker-2": "http://h:3"}
    named = as_setting({"sink": "http://h:4"} | parts)
    assert [each.name for each in processes(Settings(status_processes=named))] == [
        "worker",
        "worker-2",
        "sink",
    ]


@pytest.mark.parametrize("wrong", ["worker", "broker=http://a:1", "worker=a:1", "http://a:1"])
def test_what_cannot_be_looked_at_is_refused(wrong: str) -> None:
    with pytest.raises(Fatal, match="status_processes"):
        processes(Settings(status_processes=wrong))
