"""The pages of a process that has no web server of its own."""

import re
from collections.abc import Iterator

import httpx
import pytest

from pipeline.embedded.ports import HOST, free_port
from pipeline.observing.health import HEALTH
from pipeline.observing.pages import pages_of, serving
from pipeline.settings import Settings
from schemas.errors import Fatal

PAGES = pages_of(partitions=lambda: 0, patience_seconds=0)


@pytest.fixture
def address() -> Iterator[str]:
    port = free_port()
    with serving(PAGES, HOST, port):
        yield f"http://{HOST}:{port}"


def get(url: str) -> httpx.Response:
    return httpx.get(url, trust_env=False, timeout=5)


def test_health_says_what_lasts_too_long(address: str) -> None:
    assert get(f"{address}/health").json() == {"healthy": True, "troubles": []}
    with HEALTH.working_on("writing events/0:1-2"):
        sick = get(f"{address}/health")
    assert sick.status_code == 503
    (trouble,) = sick.json()["troubles"]
    assert re.fullmatch(r"writing events/0:1-2 has been in work for \d+ s", trouble)


def test_a_process_without_partitions_is_not_ready(address: str) -> None:
    answer = get(f"{address}/ready")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "partitions": 0})


def test_metrics_are_in_prometheus_text_format(address: str) -> None:
    answer = get(f"{address}/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "# TYPE guiyi_retries_total counter" in answer.text
    assert "guiyi_ready 0.0" in answer.text.splitlines()


def test_there_are_no_other_pages(address: str) -> None:
    assert get(f"{address}/etc/passwd").status_code == 404
    assert httpx.post(f"{address}/health", trust_env=False).status_code == 501


def test_a_taken_port_is_told(address: str) -> None:
    port = int(address.rpartition(":")[2])
    with pytest.raises(Fatal, match=f"{HOST}:{port}"), serving(PAGES, HOST, port):
        pass


def test_port_0_serves_nothing_and_the_end_frees_the_port() -> None:
    with serving(PAGES, HOST, 0):
        pass
    port = free_port()
    for _ in range(2):
        with serving(PAGES, HOST, port):
            assert get(f"http://{HOST}:{port}/health").status_code == 200


def test_pages_are_served_on_this_machine_only_unless_set() -> None:
    assert Settings.model_fields["pages_host"].default == HOST
