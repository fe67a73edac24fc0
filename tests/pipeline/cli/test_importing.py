from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from connectors.comments.columns import COLUMNS
from connectors.crm.mapping_file import load_mapping
from pipeline.cli import app
from pipeline.connector_contract.topic import on_topic
from pipeline.embedded.addresses import environment
from pipeline.identity import identifier_types
from pipeline.settings import Settings
from resolvers.policy import load_policy
from resolvers.policy.loading import SHIPPED
from tests.connectors.comments.files import ROW, written
from tests.connectors.crm.exports import MAPPINGS
from tests.connectors.reading import sample

POLICIES = MAPPINGS.parent / "identity"


def run(*arguments: object, what: str = "csv") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["import", what, *map(str, arguments)])
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


def mapped(folder: Path, identifier: str) -> Path:
    path = folder / "mapping.yaml"
    path.write_text(f"source_account: shop\nrecord_id: id\nidentifiers: {{{identifier}: phone}}\n")
    return path


def test_a_misspelt_identifier_is_refused_with_the_one_that_may_be_meant(
    tmp_path: Path, export: Path
) -> None:
    code, output = run(export, "--mapping", mapped(tmp_path, "phoen"))

    assert code == 2
    assert (
        "mapping.yaml:3: identifiers.phoen: there is no such identifier in the policy; "
        "did you mean `phone`?"
    ) in output


def test_an_own_identifier_is_one_that_the_policy_names(
    tmp_path: Path, export: Path, broker_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(broker_settings).items():
        monkeypatch.setenv(name, value)
    mapping = mapped(tmp_path, "card")
    assert "there is no such identifier in the policy" in run(export, "--mapping", mapping)[1]

    content = yaml.safe_load(SHIPPED.read_text())
    content["identifiers"]["card"] = {"strength": "weak"}
    own = tmp_path / "policy.yaml"
    own.write_text(yaml.safe_dump(content, allow_unicode=True))
    monkeypatch.setenv("GUIYI_POLICY_FILE", str(own))
    code, output = run(export, "--mapping", mapping)

    assert code == 0
    assert "1 record imported" in output


def test_an_import_tells_its_rows(
    tmp_path: Path, export: Path, broker_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(broker_settings).items():
        monkeypatch.setenv(name, value)
    mapping = mapped(tmp_path, "phone")
    code, output = run(export, "--mapping", mapping)

    assert code == 0
    assert "1 record imported, 0 rejected, 0 empty rows (utf-8)" in output

    assert "imported before, whole and in the same way" in run(export, "--mapping", mapping)[1]
    assert "1 record imported" in run(export, "--mapping", mapping, "--again")[1]


def test_comments_are_imported_and_a_row_that_cannot_be_read_is_put_aside(
    tmp_path: Path, broker_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(broker_settings).items():
        monkeypatch.setenv(name, value)
    path = written(tmp_path, ROW, ROW | {"comment_id": ""})
    code, output = run(path, what="comments")

    assert code == 0
    assert "1 record imported, 1 rejected" in output
    assert "comments.csv.rejected.csv" in output.replace("\n", "")
    raws = on_topic(broker_settings, "comments", "export")
    assert [raw.kind for raw in raws if raw.dedupe_key == f"weibo:{ROW['comment_id']}"]


def test_archived_messages_are_imported_into_their_corporation(
    tmp_path: Path, broker_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(broker_settings).items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "archive.jsonl"
    path.write_bytes(sample("wecom/msgaudit_decrypted_text.json") + b"{}\n")
    code, output = run(path, "--corp-id", "wwarchive", what="wecom")

    assert code == 0
    assert "1 record imported, 1 rejected" in output
    raws = on_topic(broker_settings, "wecom", "wwarchive")
    assert [raw.kind for raw in raws if raw.kind != "manifest"] == ["archive"]


def test_the_help_names_every_column_of_a_file_of_comments() -> None:
    output = " ".join(run("--help", what="comments")[1].replace("│", " ").split())
    for column in COLUMNS:
        assert column in output


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_identifier_of_the_shipped_mappings_is_in_a_policy_for_it(path: Path) -> None:
    policies = [load_policy()]
    if (own := POLICIES / f"{path.stem.partition('_')[0]}.policy.yaml").exists():
        policies.append(load_policy(own))
    named = [set(identifier_types(policy) or ()) for policy in policies]
    assert any(load_mapping(path).identifiers.keys() <= names for names in named)
