"""`guiyi why` and `guiyi profile show` on a store that is there, with no stack running."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from tests.pipeline.cli.stored import store
from tests.resolvers.strategies import event


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store(
        tmp_path,
        event("1", "a", ("phone", "+8613912345678"), traits={"name": "林黛玉", "city": "苏州"}),
        event("2", "b", ("phone", "+8613912345678")),
        event("3", "c"),
    )
    return tmp_path


def guiyi(*arguments: str, data: Path) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


def test_why_prints_the_chain_of_evidence(data: Path) -> None:
    result = guiyi("why", "a", "b", data=data)
    assert result.exit_code == 0
    assert "a – b: phone 139****5678" in result.stdout
    assert "13912345678" in guiyi("why", "a", "b", "--clear", data=data).stdout


def test_why_as_json_can_be_read(data: Path) -> None:
    explanation = json.loads(guiyi("why", "a", "c", "--json", data=data).stdout)
    assert explanation["chain"] == []
    assert explanation["left_profile"] != explanation["right_profile"]


def test_a_profile_is_shown_masked_by_the_id_of_an_account(data: Path) -> None:
    result = guiyi("profile", "show", "a", data=data)
    assert result.exit_code == 0
    assert "139****5678" in result.stdout
    assert "苏州" in result.stdout
    assert "林黛玉" not in result.stdout
    assert "林黛玉" in guiyi("profile", "show", "a", "--clear", data=data).stdout


def test_a_profile_is_shown_by_its_own_id(data: Path) -> None:
    of_account = json.loads(guiyi("profile", "show", "a", "--json", data=data).stdout)
    by_id = json.loads(
        guiyi("profile", "show", of_account["profile_id"], "--json", data=data).stdout
    )
    assert by_id == of_account
    assert [each["account_id"] for each in by_id["accounts"]] == ["a", "b"]


@pytest.mark.parametrize("command", [("why", "a", "nobody"), ("profile", "show", "nobody")])
def test_an_unknown_account_is_said_so(data: Path, command: tuple[str, ...]) -> None:
    result = guiyi(*command, data=data)
    assert result.exit_code == 1
    assert "nobody" in result.stderr


def test_a_directory_without_a_store_is_said_so(tmp_path: Path) -> None:
    result = guiyi("why", "a", "b", data=tmp_path / "elsewhere")
    assert result.exit_code == 1
    assert "no identity store" in result.stderr
    assert not (tmp_path / "elsewhere").exists()


def test_an_account_is_not_explained_against_itself(data: Path) -> None:
    result = guiyi("why", "a", "a", data=data)
    assert result.exit_code == 1
    assert result.stderr == "both are the same account\n"


def test_an_unknown_name_is_told_what_an_account_looks_like(data: Path) -> None:
    assert "platform:source:id" in guiyi("profile", "show", "nonsense", data=data).stderr
