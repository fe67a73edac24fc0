from pathlib import Path

import pytest

from pipeline.embedded.notices import Notice
from pipeline.embedded.stack import Stack
from pipeline.settings import Settings
from schemas.errors import Fatal


def test_a_wrong_policy_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    _refused(Settings(data_dir=tmp_path, policy_file=tmp_path / "none.yaml"), "policy .*none.yaml")


def test_wrong_connectors_are_refused_before_anything_is_started(tmp_path: Path) -> None:
    (tmp_path / "connectors.yaml").write_text("weibo:\n  brand:\n    typo: 1\n")
    _refused(Settings(data_dir=tmp_path), "weibo.brand.typo")


def _refused(settings: Settings, why: str) -> None:
    said: list[Notice] = []
    with pytest.raises(Fatal, match=why), Stack(settings, say=said.append):
        pass
    assert not said
    assert not (settings.data_dir / "logs").exists()
