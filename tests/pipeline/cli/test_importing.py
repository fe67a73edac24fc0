from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["import", "csv", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text("id,phone\n1,2\n")
    return path


def test_a_faulty_mapping_is_unusable_and_the_place_is_named(tmp_path: Path, export: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("source_account: shop\nrecord: id\n")
    code, output = run(export, "--mapping", mapping)

    assert code == 2
    assert "mapping.yaml:2: record: " in output.replace("\n", "")


def test_a_file_that_is_not_there_is_unusable(tmp_path: Path, export: Path) -> None:
    code, output = run(tmp_path / "none.csv", "--mapping", export)

    assert code == 2
    assert "does not exist" in output
