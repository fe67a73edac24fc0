"""What is known of the stack that runs on a data directory, for other commands to join it.

`stack.lock` is held by the running stack for as long as it lives, however it ends. `stack.json`
says where its parts are; it is believed only while the process that wrote it lives.
"""

import fcntl
import json
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from pipeline.settings import Settings
from schemas.errors import Fatal, Retry

STACK_FILE = "stack.json"
LOCK_FILE = "stack.lock"
SHARED = frozenset(
    {
        "kafka_bootstrap",
        "clickhouse_url",
        "connector_port",
        "worker_port",
        "sink_port",
        "status_processes",
        "policy_file",
        "model_file",
    }
)
"""The settings that a running stack decides for those who join it."""


def current_settings(data_dir: Path | None = None, *, may_be_stopped: bool = False) -> Settings:
    """Settings that reach the running stack, or the services that the environment names.

    The environment and `.env` come first, then the stack on the data directory. Default addresses
    are never guessed at: somebody else's stack may answer there.

    Args:
        data_dir: the stack's data directory, when it was named; else the one in the settings.
        may_be_stopped: for what needs the directory's files alone.

    Raises:
        Retry: no stack runs on the directory, and no address is set.
    """
    settings = Settings()
    directory = data_dir or settings.data_dir
    running = load_running(directory)
    named = settings.model_fields_set & {"kafka_bootstrap", "clickhouse_url"}
    if not (running or named or may_be_stopped):
        raise Retry(f"no stack runs on {directory}; start it: guiyi up --data {directory}")
    free = {name: value for name, value in running.items() if name not in settings.model_fields_set}
    return Settings(**{"data_dir": directory, **free})


def load_running(data_dir: Path) -> dict[str, Any]:
    """What the stack that runs on the directory decides, as settings; empty without one."""
    stack = _read(data_dir)
    if not _is_alive(stack.get("process")):
        return {}
    return {name: value for name, value in stack["settings"].items() if name in SHARED}


def save_running(settings: Settings, pids: Mapping[str, int]) -> None:
    """Record this process as the stack, with what it decides and the process ids of its parts."""
    # Whoever joins it may be in another folder.
    files = {"policy_file": settings.policy_file, "model_file": settings.model_file}
    absolute = {name: file.resolve() for name, file in files.items() if file is not None}
    stack = {
        "process": _identity(os.getpid()),
        "settings": settings.model_copy(update=absolute).model_dump(
            mode="json", include=set(SHARED)
        ),
        "parts": {name: _identity(pid) for name, pid in pids.items()},
    }
    path = settings.data_dir / STACK_FILE
    written = path.with_suffix(".tmp")
    written.write_text(json.dumps(stack, indent=2) + "\n", encoding="utf-8")
    written.replace(path)


@contextmanager
def sole_stack(data_dir: Path) -> Iterator[bool]:
    """Hold the directory for one stack, and end what an earlier one left running on it.

    True: there was an earlier one that was killed.

    Raises:
        Fatal: another stack runs on it.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / LOCK_FILE).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Fatal(
                f"a stack already runs on {data_dir} (pid {lock.read().strip()}); "
                "stop it first, or give another --data directory"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        was_killed = (data_dir / STACK_FILE).exists()
        _end_left_behind(data_dir)
        try:
            yield was_killed
        finally:
            (data_dir / STACK_FILE).unlink(missing_ok=True)


def _end_left_behind(data_dir: Path) -> None:
    for identity in _read(data_dir).get("parts", {}).values():
        if _is_alive(identity):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(identity["pid"], signal.SIGKILL)


def _identity(pid: int) -> dict[str, float]:
    """A process id is used again one day; with the time of its start it is one process."""
    try:
        return {"pid": pid, "started_at": psutil.Process(pid).create_time()}
    except psutil.NoSuchProcess:
        return {"pid": pid, "started_at": 0}


def _is_alive(identity: Mapping[str, float] | None) -> bool:
    return identity is not None and _identity(int(identity["pid"])) == identity


def _read(data_dir: Path) -> dict[str, Any]:
    try:
        stack = json.loads((data_dir / STACK_FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return stack if isinstance(stack, dict) else {}
