from pathlib import Path

import pytest

from connectors.crm.mapping import Mapping
from connectors.crm.mapping_file import load_mapping
from schemas.errors import Fatal
from tests.connectors.crm.exports import MAPPINGS


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_mappings_read_the_same_after_travelling(path: Path) -> None:
    mapping = load_mapping(path)
    text = mapping.to_text()

    assert Mapping.of_text(text).to_text() == text
    assert Mapping.of_text(text).columns() == mapping.columns()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("source_account: a\nrecord_id: id\nidentifers:\n  phone: p\n",
         ":3: identifers: there is no such setting; did you mean `identifiers`"),
        ("source_account: a\nrecord_id: id\nidentifiers:\n  Phone: p\n", ":4: identifiers.Phone: "),
        ("source_account: a\nrecord_id: id\noccurred_at:\n  columns: t\n  timezone: Mars\n",
         ":5: occurred_at.timezone: "),
        ("source_account: 'a:b'\nrecord_id: id\n", ":1: source_account: "),
        ("source_account: a\n", ":1: record_id: is needed and missing"),
        ("source_account: [\n", "no YAML"),
        ("", "empty"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line_and_field(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text)

    with pytest.raises(Fatal, match=message):
        load_mapping(path)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("source_account: a\nrecord_id: id\nencoding: klingon\ndelimiter: too long\n")

    with pytest.raises(Fatal) as caught:
        load_mapping(path)

    assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == [
        "encoding",
        "delimiter",
    ]


def test_an_identifier_that_is_not_among_the_known_ones_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "source_account: a\nrecord_id: id\nidentifiers:\n  phone: p\n  emial: e\n  card: c\n"
    )

    assert load_mapping(path, identifier_types=["card", "emial", "phone"]) == load_mapping(path)
    with pytest.raises(Fatal) as caught:
        load_mapping(path, identifier_types=["phone", "email"])
    assert str(caught.value) == (
        f"{path}:5: identifiers.emial: there is no such identifier in the policy; "
        "did you mean `email`?\n"
        f"{path}:6: identifiers.card: there is no such identifier in the policy; "
        "there is phone, email"
    )


def test_the_example_in_the_readme_is_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text((MAPPINGS / "README.md").read_text().split("```")[1].removeprefix("yaml"))

    assert load_mapping(path).encoding == "gb18030"
