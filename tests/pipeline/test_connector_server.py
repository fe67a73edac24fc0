"""`guiyi connectors` as a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from pipeline.connector_contract.topic import on_topic
from pipeline.embedded.addresses import environment
from pipeline.embedded.ports import free_port
from pipeline.settings import Settings

GUIYI = (sys.executable, "-c", "from pipeline.cli import main; main()")

FILE = """
web:
  process:
    write_key: ${WEB_WRITE_KEY}
"""


def environment_of(settings: Settings, folder: Path, port: int) -> dict[str, str]:
    (folder / "connectors.yaml").write_text(FILE)
    changes = {
        "data_dir": folder,
        "connectors_file": folder / "connectors.yaml",
        "connector_port": port,
    }
    return os.environ | environment(settings.model_copy(update=changes)) | {"WEB_WRITE_KEY": "key"}


@pytest.mark.integration
def test_the_server_takes_calls_until_it_is_asked_to_stop(
    broker_settings: Settings, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        (*GUIYI, "connectors", "run"), env=environment_of(broker_settings, tmp_path, port)
    )
    try:
        wait_for(f"{url}/health", process)
        call = {"userId": "u1", "event": "A"}
        answer = httpx.post(f"{url}/web/process/v1/track", auth=("key", ""), json=call)
        assert answer.json() == {"success": True}
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
    assert len(on_topic(broker_settings, "web", "process")) == 1


@pytest.mark.integration
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_acknowledged_is_on_the_topic_however_the_server_ends(
    broker_settings: Settings, tmp_path: Path, ending: signal.Signals
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    run = uuid4().hex
    with subprocess.Popen(
        (*GUIYI, "connectors", "run"), env=environment_of(broker_settings, tmp_path, port)
    ) as process:
        try:
            wait_for(f"{url}/health", process)
            with ThreadPoolExecutor() as callers:
                acknowledging = [
                    callers.submit(acknowledged, url, f"{run}-{number}") for number in range(4)
                ]
                time.sleep(1.5)
                process.send_signal(ending)
                process.wait(20)
            ids = {each for calls in acknowledging for each in calls.result()}
        finally:
            process.kill()
    assert len(ids) > 20
    bodies = [raw.body for raw in on_topic(broker_settings, "web", "process")]
    told = {json.loads(body)["messageId"] for body in bodies if run in body}
    assert ids <= told


def acknowledged(url: str, caller: str) -> list[str]:
    """The ids of the calls that were answered 200, one after the other until the server is gone."""
    ids: list[str] = []
    with suppress(httpx.TransportError), httpx.Client() as client:
        for number in range(5000):
            call = {"userId": caller, "event": "A", "messageId": f"{caller}-{number}"}
            answer = client.post(f"{url}/web/process/v1/track", auth=("key", ""), json=call)
            if answer.status_code == 200:
                ids.append(call["messageId"])
    return ids


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 90
    while not _answers(address):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_wrong_configuration_is_told_and_the_process_ends(
    broker_settings: Settings, tmp_path: Path
) -> None:
    variables = environment_of(broker_settings, tmp_path, free_port())
    (tmp_path / "connectors.yaml").write_text(FILE.replace("write_key", "key"))
    ran = subprocess.run(
        (*GUIYI, "connectors", "run"), env=variables, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "connectors.yaml:4: web.process.key" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("command", "setting"),
    [
        (("connectors", "run"), "GUIYI_CONNECTOR_PORT"),
        (("worker",), "GUIYI_WORKER_PORT"),
        (("sink",), "GUIYI_SINK_PORT"),
    ],
)
def test_a_taken_port_is_told_with_its_setting(
    tmp_path: Path, command: tuple[str, ...], setting: str
) -> None:
    nowhere = Settings(kafka_bootstrap="127.0.0.1:9")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        variables = environment_of(nowhere, tmp_path, port) | {setting: str(port)}
        ran = subprocess.run(
            (*GUIYI, *command), env=variables, capture_output=True, text=True, check=False
        )
    assert ran.returncode == 1
    assert ran.stderr.strip().startswith(f"port {port} is in use by ")
    assert ran.stderr.strip().endswith(f"or set {setting} to another")


def test_accounts_are_listed_and_platforms_described(tmp_path: Path) -> None:
    variables = environment_of(Settings(kafka_bootstrap="127.0.0.1:9"), tmp_path, free_port())
    listed = _output(variables, "list")
    assert "/web/process" in listed
    described = _output(variables, "describe", "wechat_oa")
    for told in ("Not verified", "encoding_aes_key", "event subscribe", "follow"):
        assert told in described


def _output(variables: dict[str, str], *arguments: str) -> str:
    command = (*GUIYI, "connectors", *arguments)
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=1).status_code == 200
    except httpx.TransportError:
        return False
