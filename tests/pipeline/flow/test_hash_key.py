"""The key of the hashes: made once, kept, and never too short."""

from pathlib import Path

import pytest

from pipeline.flow.hash_key import hash_key
from pipeline.settings import Settings
from schemas.errors import Fatal


def test_a_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    key = hash_key(settings)
    assert len(key) >= 32
    assert hash_key(settings) == key
    assert (tmp_path / "new" / "hash.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["hash.key"]


def test_a_given_key_comes_first(tmp_path: Path) -> None:
    assert hash_key(Settings(data_dir=tmp_path, hash_key="0123456789abcdef")) == b"0123456789abcdef"


def test_an_empty_or_short_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hash.key").touch()
    with pytest.raises(Fatal, match="at least 16 bytes"):
        hash_key(Settings(data_dir=tmp_path))
