"""A lock among processes."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.sdk.process_lock import alone
from schemas.errors import Fatal, Retry

HOLD = """
import asyncio, sys
from pathlib import Path
from connectors.sdk.process_lock import alone

async def hold():
    async with alone(Path(sys.argv[1])):
        print("held", flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


async def take(path: Path, patience_seconds: float) -> None:
    async with alone(path, patience_seconds):
        pass


def test_another_process_is_waited_for_and_its_death_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "new" / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Retry, match="another process"):
            asyncio.run(take(path, 0.1))
        other.kill()
        asyncio.run(take(path, 10))


def test_it_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        asyncio.run(take(tmp_path / "lock", 1))


def test_where_no_file_can_be_there_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Fatal, match="lock cannot be made"):
        asyncio.run(take(tmp_path / "file" / "lock", 1))
