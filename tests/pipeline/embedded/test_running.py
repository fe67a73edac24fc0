import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from pipeline.embedded.running import current_settings, load_running, save_running, sole_stack
from pipeline.settings import Settings
from schemas.errors import Fatal, Retry


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GUIYI_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_commands_join_the_running_stack_but_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Settings(data_dir=tmp_path, kafka_bootstrap="127.0.0.1:5001", connector_port=5002)
    save_running(running, {})
    monkeypatch.setenv("GUIYI_CONNECTOR_PORT", "9999")
    joined = current_settings(tmp_path)
    assert joined.kafka_bootstrap == "127.0.0.1:5001"
    assert joined.connector_port == 9999
    assert joined.data_dir == tmp_path


def test_commands_follow_the_running_stacks_policy_and_model_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_running(Settings(data_dir=tmp_path, policy_file=Path("own.yaml")), {})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    joined = current_settings(tmp_path)
    assert joined.policy_file == tmp_path / "own.yaml"
    assert joined.model_file is None
    monkeypatch.setenv("GUIYI_POLICY_FILE", "another.yaml")
    assert current_settings(tmp_path).policy_file == Path("another.yaml")


def test_commands_join_a_stack_on_the_default_directory_of_where_they_are_run(
    tmp_path: Path,
) -> None:
    running = Settings(worker_port=5003)
    running.data_dir.mkdir()
    save_running(running, {})
    assert current_settings().worker_port == 5003


def test_a_stack_that_is_gone_is_not_joined(tmp_path: Path) -> None:
    save_running(Settings(data_dir=tmp_path, worker_port=5003), {})
    stack = json.loads((tmp_path / "stack.json").read_text())
    stack["process"]["started_at"] -= 60
    (tmp_path / "stack.json").write_text(json.dumps(stack))
    assert load_running(tmp_path) == {}
    assert current_settings(tmp_path, may_be_stopped=True) == Settings(data_dir=tmp_path)


def test_no_address_is_guessed_where_no_stack_runs(tmp_path: Path) -> None:
    with pytest.raises(Retry, match=f"guiyi up --data {tmp_path}"):
        current_settings(tmp_path)


def test_services_that_the_environment_names_need_no_stack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUIYI_CLICKHOUSE_URL", "http://clickhouse.example:8123")
    assert current_settings(tmp_path).clickhouse_url == "http://clickhouse.example:8123"


def test_a_second_stack_on_a_directory_is_refused_with_the_first_ones_pid(tmp_path: Path) -> None:
    with (
        sole_stack(tmp_path),
        pytest.raises(Fatal, match=f"pid {os.getpid()}"),
        sole_stack(tmp_path),
    ):
        pass
    with sole_stack(tmp_path):
        pass


def test_the_lock_of_a_killed_stack_is_taken_over(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from pipeline.embedded.running import sole_stack\n"
        "with sole_stack(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert killed.returncode == -9
    with sole_stack(tmp_path):
        pass


def test_a_stack_learns_that_the_one_before_it_was_killed(tmp_path: Path) -> None:
    with sole_stack(tmp_path) as was_killed:
        assert not was_killed
        save_running(Settings(data_dir=tmp_path), {})
    with sole_stack(tmp_path) as was_killed:
        assert not was_killed
    save_running(Settings(data_dir=tmp_path), {})  # and then it does not come to its end
    with sole_stack(tmp_path) as was_killed:
        assert was_killed


def test_parts_left_behind_are_ended_but_not_another_process_of_the_same_id(
    tmp_path: Path,
) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    left, stranger = (subprocess.Popen(sleep, process_group=0) for _ in range(2))
    try:
        save_running(Settings(data_dir=tmp_path), {"worker": left.pid, "sink": stranger.pid})
        stack = json.loads((tmp_path / "stack.json").read_text())
        stack["parts"]["sink"]["started_at"] -= 60
        (tmp_path / "stack.json").write_text(json.dumps(stack))
        with sole_stack(tmp_path):
            assert left.wait(5) == -9
            assert psutil.Process(stranger.pid).is_running()
            assert stranger.poll() is None
    finally:
        left.kill()
        stranger.kill()
        stranger.wait()
