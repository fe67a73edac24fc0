from pathlib import Path

import pytest

from pipeline.demo.directory import prepare_directory
from schemas.errors import Fatal


def test_what_an_earlier_demo_left_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "new" / "demo"
    prepare_directory(path, people=1, seed=1)
    (path / "identity.sqlite3").touch()
    prepare_directory(path, people=2, seed=1)

    assert [file.name for file in path.iterdir()] == ["demo.json"]


def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "identity.sqlite3").touch()

    with pytest.raises(Fatal, match="not the demo's"):
        prepare_directory(tmp_path, people=1, seed=1)
    assert (tmp_path / "identity.sqlite3").exists()
