"""`guiyi connectors` as it is typed."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
GUIYI = (sys.executable, "-m", "pipeline.cli", "connectors")


def guiyi(*arguments: str, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What it prints where `path` is among the places of packages."""
    return subprocess.run(
        (*GUIYI, *arguments),
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{path}", "COLUMNS": "200"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_broken_connector_of_another_package_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken-1.0.dist-info").mkdir()
    (tmp_path / "broken-1.0.dist-info" / "METADATA").write_text("Name: broken\nVersion: 1.0\n")
    (tmp_path / "broken-1.0.dist-info" / "entry_points.txt").write_text(
        "[guiyi.connectors]\nacme = not_there:PLATFORM\n"
    )
    ran = guiyi("list", path=tmp_path)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "the connector acme of broken 1.0" in ran.stderr
