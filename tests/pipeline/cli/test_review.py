"""`guiyi review` on a store that is there, with no stack running."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from tests.pipeline.cli.stored import PHONE, store
from tests.resolvers.strategies import event


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store(tmp_path, event("1", "a", PHONE), event("2", "b", PHONE))
    return tmp_path


def review(*arguments: str, data: Path) -> Result:
    return CliRunner().invoke(app, ["review", *arguments, "--data", str(data)])


def test_a_rejected_pair_is_split_and_its_withdrawal_joins_it_again(data: Path) -> None:
    rejected = review("reject", "b", "a", "--why", "sisters", "--by", "ming", data=data)
    assert (rejected.exit_code, rejected.stdout[:6]) == (0, "split:")
    withdrawn = review("withdraw", "a", "b", "--why", "an error", "--by", "li", data=data)
    assert (withdrawn.exit_code, withdrawn.stdout[:7]) == (0, "merged:")


def test_what_changes_nothing_is_noted(data: Path) -> None:
    accepted = review("accept", "a", "b", "--why", "asked her", data=data)
    assert accepted.stdout == "noted; no profile changes by it\n"


def test_decisions_tell_who_and_why(data: Path) -> None:
    review("reject", "a", "b", "--why", "sisters", "--by", "ming", data=data)
    (line,) = review("decisions", "--json", data=data).stdout.splitlines()
    decision = json.loads(line)
    assert (decision["by"], decision["why"], decision["verdict"]) == (
        "ming",
        "sisters",
        "cannot_link",
    )
    assert "1 row" in review("decisions", data=data).stdout


def test_an_unknown_account_is_refused_with_a_line(data: Path) -> None:
    refused = review("accept", "a", "nobody", "--why", "-", data=data)
    assert refused.exit_code == 1
    assert "no account nobody is known" in refused.output


def test_a_reason_must_be_given(data: Path) -> None:
    assert review("accept", "a", "b", data=data).exit_code == 2


def test_nothing_to_decide_is_an_empty_list(data: Path) -> None:
    assert "0 rows" in review("list", data=data).stdout
