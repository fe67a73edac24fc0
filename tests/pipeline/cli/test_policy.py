"""`guiyi policy` on a store that is there, with no stack running."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from resolvers.policy.loading import SHIPPED
from tests.pipeline.cli.stored import PHONE, store
from tests.resolvers.strategies import event


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store(tmp_path, event("1", "a", PHONE), event("2", "b", PHONE))
    return tmp_path


@pytest.fixture
def without_phones(tmp_path: Path) -> Path:
    """The shipped policy, by which a phone links nobody."""
    file = tmp_path / "policy.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    weak = text.replace("  phone:\n    strength: strong", "  phone:\n    strength: weak")
    assert weak != text
    weak = weak.partition("\nblocking:")[0]  # nor is it compared
    file.write_text(weak, encoding="utf-8")
    return file


def policy(*arguments: str, data: Path) -> Result:
    return CliRunner().invoke(app, ["policy", *arguments, "--data", str(data)])


def test_a_policy_is_tried_without_a_change(data: Path, without_phones: Path) -> None:
    for _ in range(2):
        tried = policy("diff", str(without_phones), data=data)
        assert tried.exit_code == 0
        assert (
            "2 accounts: 1 profiles → 2; 0 merged away, 1 split, 1 accounts moved" in tried.stdout
        )
        assert "split: a, b → " in tried.stdout


def test_a_policy_that_is_applied_changes_nothing_more(data: Path, without_phones: Path) -> None:
    applied = policy("apply", str(without_phones), "--json", data=data)
    assert json.loads(applied.stdout)["split"] == 1
    again = policy("diff", str(without_phones), "--json", data=data)
    assert json.loads(again.stdout)["moved"] == 0


def test_a_policy_that_is_none_is_refused_with_a_line(data: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("identifiers: 3\n")
    refused = policy("diff", str(tmp_path / "wrong.yaml"), data=data)
    assert refused.exit_code == 1
    assert "identifiers" in refused.output
