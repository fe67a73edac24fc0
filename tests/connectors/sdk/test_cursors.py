import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from connectors.sdk.cursors import Cursors
from schemas.errors import Fatal, Retry


def test_a_cursor_is_there_for_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cursors.sqlite3"
    Cursors(path).save("weibo/brand/list", "12")
    program = (
        "import pathlib, sys; from connectors.sdk.cursors import Cursors;"
        "cursors = Cursors(pathlib.Path(sys.argv[1])); print(cursors.load('weibo/brand/list'));"
        "cursors.save('weibo/brand/list', '13')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "12"
    assert Cursors(path).load("weibo/brand/list") == "13"


def test_pollers_do_not_share_a_cursor(tmp_path: Path) -> None:
    cursors = Cursors(tmp_path / "cursors.sqlite3")
    cursors.save("a", "1")
    assert cursors.load("b") is None


def test_a_file_that_is_no_database_stops_the_process(tmp_path: Path) -> None:
    path = tmp_path / "cursors.sqlite3"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(Fatal):
        Cursors(path)


def test_a_file_that_another_process_holds_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.sdk.state_file._LOCKED_SECONDS", 0.1)
    path = tmp_path / "cursors.sqlite3"
    cursors = Cursors(path)
    with closing(sqlite3.connect(path)) as another:
        another.execute("begin exclusive")
        with pytest.raises(Retry):
            cursors.save("a", "1")
    cursors.save("a", "1")
    assert cursors.load("a") == "1"
