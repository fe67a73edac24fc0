"""`guiyi evaluate` on a store that is there, with no stack running."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from tests.pipeline.cli.stored import PHONE, store
from tests.resolvers.strategies import event


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store(tmp_path, event("1", "a", PHONE), event("2", "b", PHONE), event("3", "c"))
    (tmp_path / "truth.csv").write_text("account_id,person\na,1\nb,1\nc,1\nz,2\n")
    return tmp_path


def evaluate(data: Path, *arguments: str, truth: str = "truth.csv") -> Result:
    options = ["evaluate", str(data / truth), "--data", str(data), *arguments]
    return CliRunner().invoke(app, options)


def test_the_profiles_are_scored_and_accounts_that_are_missing_counted(data: Path) -> None:
    result = evaluate(data, "--json")
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert (figures["accounts"], figures["unknown_accounts"]) == (4, 1)
    assert figures["now"]["pair_precision"] == 1.0
    assert figures["now"]["pair_recall"] == pytest.approx(1 / 3)


def test_thresholds_are_tried_and_drawn(data: Path) -> None:
    chart = data / "chart.html"
    result = evaluate(data, "--thresholds", "2,8", "--chart", str(chart))
    assert result.exit_code == 0
    assert "3 rows" in result.stdout
    assert chart.stat().st_size > 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("account,person\na,1\n", "account_id"),
        ("account_id,person\na,\n", ":2: expected an account_id and a person"),
        ("account_id,person\na,1\na,2\n", ":3: an account of two persons"),
        ("account_id,person\n", "at least one account"),
    ],
)
def test_a_truth_that_is_none_is_refused_with_a_line(data: Path, content: str, said: str) -> None:
    (data / "wrong.csv").write_text(content)
    result = evaluate(data, truth="wrong.csv")
    assert result.exit_code == 2
    assert said in result.output


def test_thresholds_are_numbers(data: Path) -> None:
    assert "numbers of bits" in evaluate(data, "--thresholds", "high").output
