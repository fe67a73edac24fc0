"""What a running stack tells of itself: pages, logs, `guiyi status`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipeline.demo.directory import embedded_settings
from pipeline.embedded.ports import free_port
from pipeline.embedded.stack import Stack
from pipeline.status.series import Series

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]

PHONE = "13800138000"
EMAIL = "lin.xiaoman@example.com"
EVENTS = 40


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that logs JSON and has processed some events and one that cannot be read."""
    data_dir = tmp_path_factory.mktemp("observed")
    (data_dir / "connectors.yaml").write_text("web: {shop: {write_key: '${WEB_WRITE_KEY}'}}")
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith("GUIYI_")]:
            environment.delenv(name)
        environment.setenv("WEB_WRITE_KEY", "key")
        talkative = {"log_format": "json", "log_level": "debug"}
        with Stack(embedded_settings(data_dir).model_copy(update=talkative)) as stack:
            for number in range(EVENTS):
                send(stack, {"userId": f"u{number}", "traits": {"email": EMAIL, "phone": PHONE}})
            send(stack, {"userId": ["no", PHONE], "traits": {"email": EMAIL}})
            stack.wait_until_drained(60)
            yield stack


def send(stack: Stack, call: dict[str, Any]) -> None:
    url = f"{address(stack, 'connectors')}/web/shop/v1/identify"
    assert httpx.post(url, auth=("key", ""), json=call, trust_env=False).status_code == 200


def address(stack: Stack, process: str) -> str:
    ports = {
        "connectors": stack.settings.connector_port,
        "worker": stack.settings.worker_port,
        "sink": stack.settings.sink_port,
    }
    return f"http://127.0.0.1:{ports[process]}"


def page(stack: Stack, process: str, path: str) -> httpx.Response:
    return httpx.get(address(stack, process) + path, trust_env=False, timeout=5)


def log_lines(stack: Stack, part: str) -> list[dict[str, Any]]:
    log = (stack.settings.data_dir / "logs" / f"{part}.log").read_text()
    return [json.loads(line) for line in log.splitlines()]


@pytest.mark.parametrize("process", ["connectors", "worker", "sink"])
def test_every_process_is_healthy_and_ready(stack: Stack, process: str) -> None:
    assert page(stack, process, "/health").status_code == 200
    assert page(stack, process, "/ready").status_code == 200


def test_every_event_is_counted_from_step_to_step(stack: Stack) -> None:
    receive, work, write = (
        Series.of(page(stack, process, "/metrics").text)
        for process in ("connectors", "worker", "sink")
    )
    assert receive.value("guiyi_connector_published_total", platform="web") == EVENTS + 1
    for agent in ("normalize", "resolve"):
        assert work.value("guiyi_messages_total", agent=agent, outcome="done") == EVENTS
    (step,) = work.by("step", "guiyi_stopped_messages_total", outcome="rejected")
    assert work.value("guiyi_dead_letters_total", step=step) == 1
    assert work.value("guiyi_produced_messages_total", topic="resolved-events") == EVENTS
    assert write.value("guiyi_sink_rows_total", table="events") == EVENTS
    for stage, series in (("resolved", work), ("written", write)):
        aged = series.value("guiyi_event_age_seconds_count", stage=stage, since="received")
        assert aged == pytest.approx(EVENTS)
    for series in (work, write):
        assert series.value("guiyi_lag_messages") == 0
        assert series.value("guiyi_lag_seconds") == 0


@pytest.mark.parametrize("part", ["connectors", "worker", "sink", "clickhouse"])
def test_every_line_of_a_log_is_json_and_shows_no_person(stack: Stack, part: str) -> None:
    for line in log_lines(stack, part):
        assert {"event", "level", "timestamp"} <= line.keys()
        assert PHONE not in json.dumps(line)
        assert EMAIL not in json.dumps(line)


def test_a_dead_letter_is_logged_with_its_ids_and_its_place(stack: Stack) -> None:
    (letter,) = [line for line in log_lines(stack, "worker") if line["event"] == "dead_letter"]
    assert letter["event_id"]
    assert letter["dead_letter_id"]
    assert (letter["agent"], letter["topic"]) == ("normalize", "raw.web")
    assert letter["first_offset"] <= letter["offset"] <= letter["last_offset"]


def test_status_tells_programs_how_the_stack_is_doing(stack: Stack) -> None:
    seen = json.loads(status(stack, "--once", "--json"))
    assert seen["problems"] == ["1 dead letter waits: guiyi dead-letters list"]
    parts = {part["name"]: part["trouble"] for part in seen["parts"]}
    assert parts == dict.fromkeys(
        ("connectors", "worker", "sink", "broker", "clickhouse", "store"), ""
    )
    assert [stage["name"] for stage in seen["stages"]] == [
        "receive",
        "normalize",
        "resolve",
        "write",
    ]
    assert all(stage["p99_seconds"] > 0 for stage in seen["stages"] if stage["name"] != "normalize")
    assert {lag["topic"] for lag in seen["lag"]} >= {"raw.web", "events", "profiles"}
    assert sum(lag["messages"] for lag in seen["lag"]) == 0
    assert sum(seen["dead_letters"].values()) == 1


def test_status_tells_people_what_is_down(stack: Stack) -> None:
    nobody = f"sink=http://127.0.0.1:{free_port()}"
    first, *_ = status(stack, "--once", GUIYI_STATUS_PROCESSES=nobody).splitlines()
    assert first.startswith("✗ sink: does not answer")


def status(stack: Stack, *options: str, **environment: str) -> str:
    command = ("pipeline.cli", "status", "--data", str(stack.settings.data_dir), *options)
    ran = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
