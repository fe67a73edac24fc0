"""Asking processes and services over real HTTP."""

import pytest

from pipeline.embedded.ports import HOST, free_port
from pipeline.observing.pages import Page, Pages, ready_page, serving
from pipeline.status.asking import a_client, look_at, trouble_of_clickhouse
from pipeline.status.look import ProcessLook
from pipeline.status.processes import Process
from tests.pipeline.status.pages import a_worker_page
from tests.services.clickhouse import ClickHouseServer


def look(pages: Pages) -> ProcessLook:
    port = free_port()
    with serving(pages, HOST, port), a_client() as client:
        return look_at(Process("worker", "worker", f"http://{HOST}:{port}"), client)


def pages(health: str = "{}", status: int = 200, partitions: int = 4) -> Pages:
    return {
        "/health": lambda: Page(status, health.encode()),
        "/ready": lambda: ready_page(partitions),
        "/metrics": lambda: Page(200, a_worker_page(done=5).encode()),
    }


def test_a_process_that_gets_on_has_metrics_and_no_trouble() -> None:
    found = look(pages())
    assert found.trouble == ""
    assert found.series is not None
    assert found.series.value("guiyi_produced_messages_total", topic="events") == 5


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        (pages(partitions=0), "is not ready"),
        (pages('{"troubles": ["a", "b"]}', 503), "a; b"),
        (
            pages(
                '{"pollers": {"weibo/brand/x": {"state": "stopped"}, "y": {"state": "working"}}}'
            ),
            "pollers wait for a person: weibo/brand/x",
        ),
    ],
)
def test_its_trouble_is_told_in_a_line(answers: Pages, trouble: str) -> None:
    found = look(answers)
    assert found.trouble == trouble
    assert found.series is not None


def test_a_process_that_is_down_or_another_program_is_no_failure() -> None:
    with a_client() as client:
        down = look_at(Process("sink", "sink", f"http://{HOST}:{free_port()}"), client)
    assert down.series is None
    assert down.trouble == "does not answer: connection refused"
    assert look({}).series is None
    garbage = {path: lambda: Page(200, b"<html>{") for path in ("/health", "/ready", "/metrics")}
    assert look(garbage).series is None


def test_clickhouse_answers_or_is_told_without_its_password(
    clickhouse_server: ClickHouseServer,
) -> None:
    nowhere = f"http://default:geheim@{HOST}:{free_port()}"
    with a_client() as client:
        assert trouble_of_clickhouse(clickhouse_server.url, client) == ""
        trouble = trouble_of_clickhouse(nowhere, client)
    assert trouble.startswith("does not answer: ")
    assert "geheim" not in trouble
