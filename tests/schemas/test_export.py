"""The JSON Schemas that readers rely on, and what would break them."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from schemas.export import breaking_changes, export_schemas, topic_schemas

PUBLISHED = Path("schemas/json")


@pytest.fixture
def events() -> dict[str, Any]:
    return topic_schemas()["events"]


@pytest.mark.parametrize("topic", topic_schemas())
def test_the_models_break_no_reader_of_the_published_schemas(topic: str) -> None:
    published = json.loads((PUBLISHED / f"{topic}.json").read_text())
    assert breaking_changes(published, topic_schemas()[topic]) == []


def test_the_published_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    written = export_schemas(tmp_path)
    assert {path.name for path in written} == {path.name for path in PUBLISHED.glob("*.json")}
    for path in written:
        assert path.read_text() == (PUBLISHED / path.name).read_text(), "run `make schemas`"


def test_a_removed_field_breaks_readers(events: dict[str, Any]) -> None:
    changed = copy.deepcopy(events)
    del changed["properties"]["traits"]
    assert breaking_changes(events, changed) == [".traits: is gone"]


def test_a_changed_type_breaks_readers(events: dict[str, Any]) -> None:
    changed = copy.deepcopy(events)
    changed["$defs"]["Account"]["properties"]["account_id"] = {"type": "integer"}
    assert breaking_changes(events, changed) == ["Account.account_id: changed its type"]


def test_a_field_that_may_now_be_missing_breaks_readers(events: dict[str, Any]) -> None:
    changed = copy.deepcopy(events)
    changed["required"].remove("occurred_at")
    assert breaking_changes(events, changed) == [".occurred_at: is no longer always there"]


def test_a_vocabulary_that_lost_a_word_breaks_readers(events: dict[str, Any]) -> None:
    changed = copy.deepcopy(events)
    changed["$defs"]["EventType"]["enum"].remove("payment")
    assert breaking_changes(events, changed) == ["EventType: a value of the enumeration is gone"]


def test_an_added_field_breaks_nobody(events: dict[str, Any]) -> None:
    changed = copy.deepcopy(events)
    changed["properties"]["mood"] = {"type": "string"}
    assert breaking_changes(events, changed) == []
