from pathlib import Path

import pytest

from pipeline.demo.directory import embedded_settings, prepare_directory
from schemas.errors import Fatal


def test_what_an_earlier_demo_left_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "new" / "demo"
    assert not prepare_directory(path, people=1, seed=1)
    (path / "identity.sqlite3").touch()
    assert prepare_directory(path, people=2, seed=1)

    assert [file.name for file in path.iterdir()] == ["demo.json"]


def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "identity.sqlite3").touch()

    with pytest.raises(Fatal, match="not the demo's"):
        prepare_directory(tmp_path, people=1, seed=1)
    assert (tmp_path / "identity.sqlite3").exists()


def test_invented_customers_stay_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUIYI_KAFKA_BOOTSTRAP", "kafka.example.com:9092")
    monkeypatch.setenv("GUIYI_EMBEDDED_BROKER", "false")
    monkeypatch.setenv("GUIYI_STORE_URL", "postgresql://db.example.com/guiyi")
    settings = embedded_settings(tmp_path, tmp_path / "connectors.yaml")

    assert settings.embedded_broker
    assert settings.kafka_bootstrap.startswith("127.0.0.1:")
    assert settings.identity_store_url.startswith("sqlite:///")
